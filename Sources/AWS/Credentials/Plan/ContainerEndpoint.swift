/// Where a container of ECS or EKS gets its credentials.
package struct ContainerEndpoint: Equatable, Sendable {
  package let url: String
  /// A header's value, or the file that holds it and is replaced in place.
  package let authorization: Authorization?

  /// The address up to its query, in which somebody may have put a secret.
  package var shownURL: String { String(url.prefix { $0 != "?" && $0 != "#" }) }

  package enum Authorization: Equatable, Sendable {
    case token(Secret)
    case file(String)
  }

  /// Hosts that plain HTTP may go to besides loopback addresses (botocore's `ContainerMetadataFetcher._ALLOWED_HOSTS`).
  static let allowedHosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23", "localhost"]

  /// The endpoint that the environment names; nil when it names none.
  /// - Throws: ``CredentialsError/container(_:)`` for an address that credentials must not be taken from.
  package init?(_ environment: AWSEnvironment) throws(CredentialsError) {
    let relative = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]
    guard
      let url = relative.map({ "http://169.254.170.2" + $0 })
        ?? environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    else { return nil }
    if relative?.hasPrefix("/") == false {
      throw .container("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI must begin with /")
    }
    self.url = url
    if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
      authorization = .file(file)
    } else {
      authorization = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map { .token(Secret($0)) }
    }
    try ContainerEndpoint.check(url)
  }

  private static func check(_ url: String) throws(CredentialsError) {
    guard let address = WebAddress(url) else {
      throw .container("AWS_CONTAINER_CREDENTIALS_FULL_URI is not an http or https address")
    }
    guard address.scheme == "https" || allowedHosts.contains(address.host) || address.isLoopback else {
      let hosts = allowedHosts.joined(separator: ", ")
      throw .container(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host \(address.host); over plain HTTP only a loopback address or one of \(hosts) is trusted"
      )
    }
  }
}

/// The parts of an address that decide whether to trust it.
struct WebAddress {
  /// `http` or `https`.
  let scheme: String
  /// Lower case, without brackets.
  let host: String

  init?(_ text: String) {
    guard let mark = text.firstRange(of: "://"),
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else { return nil }
    scheme = text[..<mark.lowerBound].lowercased()
    let authority = text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    // What stands before an @ would be read as a user by some and as a host by others.
    guard scheme == "http" || scheme == "https", !authority.contains("@"), !authority.contains("\\") else {
      return nil
    }
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      host = authority[authority.index(after: authority.startIndex)..<end].lowercased()
    } else {
      host = authority.prefix { $0 != ":" }.lowercased()
    }
    guard !host.isEmpty else { return nil }
  }

  /// An address of the machine itself, by number: 127.0.0.0/8 or ::1. A name could be resolved to any other.
  var isLoopback: Bool {
    if host == "::1" || host == "0:0:0:0:0:0:0:1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
