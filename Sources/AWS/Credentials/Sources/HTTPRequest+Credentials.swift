/// How the sources of credentials ask.
extension HTTPRequest {
  /// A request to a service of the machine itself: small, soon answered, and never through a proxy.
  init(local method: String, url: String, headers: [HTTPHeader], seconds: Int) {
    self.init(
      method: method, url: url, headers: headers, timeLimit: .seconds(seconds), largestAnswer: 1 << 16,
      mayUseProxy: false)
    connectLimit = .seconds(seconds)
  }

  /// The answer of a service by name.
  /// - Throws: ``CredentialsError/unreachable(_:_:)``.
  func answered(_ http: any HTTPTransport, by service: String) async throws(CredentialsError) -> HTTPAnswer {
    do throws(HTTPError) { return try await http.send(self) } catch {
      throw .unreachable(service, "\(error)")
    }
  }
}
