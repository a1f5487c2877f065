/// One line of a request's or an answer's head.
package struct HTTPHeader: Equatable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HTTPHeader] {
  /// The first value of a name, whatever its case.
  package subscript(name: String) -> String? {
    first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What is asked of a server. Its headers and its body may hold secrets, and so nothing prints them.
package struct HTTPRequest: Sendable {
  package var method: String
  package var url: String
  package var headers: [HTTPHeader]
  package var body: [UInt8]
  /// From the beginning of the request to the end of its answer.
  package var timeLimit: Duration
  /// A larger answer is an error, in bytes.
  package var largestAnswer: Int
  /// Whether `HTTPS_PROXY` and its kin apply: never for what is reached only from the machine itself.
  package var mayUseProxy: Bool

  package init(
    method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
    timeLimit: Duration = .seconds(30), largestAnswer: Int = 1 << 20, mayUseProxy: Bool = true
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
