/// What is asked of a server. Its headers and its body may hold secrets, and so nothing prints them.
package struct HTTPRequest: Sendable {
  package var method: String
  /// Everything behind the host goes on the wire exactly as it stands: nothing is encoded or normalised behind the back of a
  /// signature.
  package var url: String
  package var headers: [HTTPHeader]
  package var body: [UInt8]
  /// From the beginning of the request until its connection stands, TLS included.
  package var connectLimit = Duration.seconds(5)
  /// From the beginning of the request to the end of its answer; nil for a stream, which only ``silenceLimit`` ends.
  package var timeLimit: Duration?
  /// How long nothing may arrive where something is awaited. In whole seconds; noticed up to 5 s late, as libcurl looks at that span.
  package var silenceLimit = Duration.seconds(30)
  /// A larger answer is an error, in bytes after decompression.
  package var largestAnswer: Int
  /// Whether `HTTPS_PROXY` and its kin apply: never for what is reached only from the machine itself.
  package var mayUseProxy: Bool

  package init(
    method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
    timeLimit: Duration? = .seconds(30), largestAnswer: Int = 1 << 20, mayUseProxy: Bool = true
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeLimit = timeLimit
    self.largestAnswer = largestAnswer
    self.mayUseProxy = mayUseProxy
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// The method and the address up to its query.
  package var description: String { "\(method) \(url.prefix { $0 != "?" })" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
