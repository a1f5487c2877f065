import CloudTrail

/// Signature Version 4 in a request's query: a URL that is good on its own, for a while.
package struct SigV4Presigner: Sendable {
  package init() {}

  /// The request with the signature and all that belongs to it behind what its query has.
  /// - Parameter seconds: How long it is good, 1...604,800.
  package func presigned(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String,
    at time: Timestamp,
    for seconds: Int
  ) -> HTTPRequest {
    guard var url = try? HTTPOrigin.split(request.url) else { return request }
    let scope = SigningScope(at: time, region: region, service: service)
    let names = SigV4Signer.canonical(request, url).signedHeaders
    var parameters = [
      ("X-Amz-Algorithm", SigningScope.algorithm),
      ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope.description)"), ("X-Amz-Date", scope.time),
      ("X-Amz-SignedHeaders", names), ("X-Amz-Expires", "\(seconds)"),
    ]
    if let token = credentials.sessionToken { parameters.append(("X-Amz-Security-Token", token.exposed)) }
    let hasQuery = url.rest.contains("?")
    url.rest += "\(hasQuery ? "&" : "?")\(formEncoded(parameters))"
    let canonical = SigV4Signer.canonical(request, url, normalizingPath: service != "s3")
    var presigned = request
    let signature = scope.signature(of: canonical, by: credentials.secretAccessKey)
    presigned.url = "\(url.origin)\(url.rest)&X-Amz-Signature=\(signature)"
    return presigned
  }
}
