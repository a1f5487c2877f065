import CCurl

/// Puts into words why a transfer failed.
struct TransferFailure {
  let request: HTTPRequest
  let origin: HTTPOrigin
  let route: HTTPRoute
  let elapsed: Duration

  /// - Parameter message: libcurl's own words.
  func error(_ end: iw_http_end, _ message: String) -> HTTPError {
    let said = "\(origin): \(shown(message))"
    switch end {
    case IW_HTTP_UNKNOWN_HOST:
      return .unreachable(
        "\(origin.host) cannot be found; check the endpoint, the region and the name service")
    case IW_HTTP_PROXY: return .unreachable("\(said); check HTTPS_PROXY and NO_PROXY")
    case IW_HTTP_NO_CONNECTION: return .unreachable(said)
    case IW_HTTP_UNTRUSTED:
      return .untrusted("\(said); where a proxy inspects TLS, name its certificates in AWS_CA_BUNDLE")
    case IW_HTTP_NO_TRUST: return .untrusted(noTrust)
    case IW_HTTP_NO_CONNECTION_IN_TIME: return .noConnection(request.connectLimit)
    case IW_HTTP_TIMEOUT:
      let isTotal = request.timeLimit.map { elapsed >= $0 } ?? false
      return .timedOut(isTotal ? request.timeLimit ?? elapsed : request.silenceLimit)
    case IW_HTTP_REFUSED_BODY, IW_HTTP_MALFORMED: return .broken("\(said); the answer is not valid HTTP")
    default: return .broken(said)
    }
  }

  private var noTrust: String {
    guard let file = route.certificates else {
      return
        "\(origin): the system's certificates cannot be read; install ca-certificates, or set AWS_CA_BUNDLE"
    }
    return
      "\(origin): the certificates in \(shown(file)) cannot be read; correct AWS_CA_BUNDLE or the profile's ca_bundle"
  }
}
