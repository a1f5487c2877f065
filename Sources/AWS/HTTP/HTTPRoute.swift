/// By what way servers are reached, and whom to trust on it.
package struct HTTPRoute: Equatable, Sendable {
  /// The proxy for TLS, with its scheme, and a name and password if it has them; nil for none.
  let proxy: Secret?
  /// Hosts that are reached without it, as `NO_PROXY` has them.
  let withoutProxy: String
  /// A file of trusted certificates in place of the system's.
  let certificates: String?

  /// As the AWS CLI reads the environment: the variables of proxies in lower case go first, and nothing but `HTTPS_PROXY` matters for
  /// TLS.
  /// - Parameter profileCertificates: The profile's `ca_bundle`, for when `AWS_CA_BUNDLE` is not set.
  package init(_ environment: AWSEnvironment, profileCertificates: String? = nil) {
    proxy = (environment["https_proxy"] ?? environment["HTTPS_PROXY"]).map(Secret.init)
    withoutProxy = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    certificates =
      (environment["AWS_CA_BUNDLE"] ?? profileCertificates).map(environment.expanded)
      ?? SystemCertificates.path
  }

  /// The proxy that a request goes through; nil for none. This machine and the credentials agents are reached directly.
  func proxy(for request: HTTPRequest, to origin: HTTPOrigin) -> Secret? {
    let isDirect = !request.mayUseProxy || origin.isLoopback || origin.isCredentialsAgent
    return isDirect || origin.scheme == .http ? nil : proxy
  }
}
