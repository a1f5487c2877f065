/// Where a request goes: a scheme, a host and a port.
package struct HTTPOrigin: Hashable, Sendable, CustomStringConvertible {
  package enum Scheme: String, Sendable { case http, https }

  package let scheme: Scheme
  /// In lower case; an IPv6 address without its brackets.
  package let host: String
  /// 1...65,535.
  package let port: Int

  /// An origin of TLS, at the port of HTTPS.
  package init(host: String) {
    (scheme, self.host, port) = (.https, host.lowercased(), 443)
  }

  fileprivate init(scheme: Scheme, host: String, port: Int) {
    (self.scheme, self.host, self.port) = (scheme, host, port)
  }

  /// The host as a URL has it, and the port unless it is the scheme's own: what the header `Host` says.
  package var authority: String {
    let bracketed = host.contains(":") ? "[\(host)]" : host
    let isDefault = port == (scheme == .https ? 443 : 80)
    return isDefault ? bracketed : "\(bracketed):\(port)"
  }

  package var description: String { "\(scheme.rawValue)://\(authority)" }

  /// Whether the host is this machine, by a name or an address that no resolver is asked about.
  package var isLoopback: Bool {
    host == "localhost" || host == "::1" || HTTPOrigin.dottedQuad(host)?.first == 127
  }

  /// Whether the host is one of the fixed link-local addresses at which AWS hands out credentials: the instance
  /// metadata service, the ECS agent and the EKS agent (AWS SDKs and Tools Reference Guide, "Container credential
  /// provider" and "IMDS credential provider"). They speak plain HTTP only.
  package var isCredentialsAgent: Bool {
    ["169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::254", "fd00:ec2::23"].contains(host)
  }

  /// Four numbers of 0...255 with dots between them.
  private static func dottedQuad(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.allSatisfy(\.isASCII) ? UInt8($0).map(Int.init) : nil }
    return numbers.count == 4 && parts.count == 4 ? numbers : nil
  }
}

extension HTTPOrigin {
  /// Reads `scheme://host[:port]`, with nothing behind it but a `/`.
  ///
  /// Plain HTTP is for this machine and for AWS's credentials agents alone: whatever else is asked so would show a session
  /// token to the network.
  /// - Throws: ``HTTPError/badRequest(_:)``.
  package init(_ text: some StringProtocol) throws(HTTPError) {
    let url = try HTTPOrigin.split(text)
    guard url.rest.isEmpty || url.rest == "/" else {
      throw .badRequest("\(shown(text)): a path is not expected here")
    }
    self = url.origin
  }

  /// Splits a URL into where it goes and what it asks there: the path and the query as they stand, `""` for none.
  package static func split(_ url: some StringProtocol) throws(HTTPError) -> (
    origin: HTTPOrigin, rest: String
  ) {
    func refused(_ why: String) -> HTTPError { .badRequest("\(shown(url)): \(why)") }
    let lowered = url.prefix(8).lowercased()
    guard let scheme: Scheme = lowered == "https://" ? .https : lowered.hasPrefix("http://") ? .http : nil
    else {
      throw refused("expected https://HOST, or http:// and this machine")
    }
    let behind = url.dropFirst(scheme.rawValue.count + 3)
    let authority = behind.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw .badRequest("\(scheme.rawValue)://…@…: a name or a password does not belong in a URL")
    }
    guard let (host, port) = hostAndPort(authority) else {
      throw refused("the host or the port is malformed")
    }
    let origin = HTTPOrigin(scheme: scheme, host: host, port: port ?? (scheme == .https ? 443 : 80))
    guard scheme == .https || origin.isLoopback || origin.isCredentialsAgent else {
      throw refused("http:// is for this machine only; use https://")
    }
    return (origin, String(behind.dropFirst(authority.count)))
  }

  private static func hostAndPort(_ authority: some StringProtocol) -> (host: String, port: Int?)? {
    let host: String
    let rest: Substring
    if authority.first == "[" {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = String(authority[authority.index(after: authority.startIndex)..<end])
      rest = Substring(authority[authority.index(after: end)...])
      guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
        return nil
      }
    } else {
      host = String(authority.prefix { $0 != ":" })
      rest = Substring(authority.dropFirst(host.count))
      guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return nil }
    }
    guard !rest.isEmpty else { return (host.lowercased(), nil) }
    guard rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(rest.dropFirst()),
      rest.first == ":", (1...65_535).contains(port)
    else { return nil }
    return (host.lowercased(), port)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
