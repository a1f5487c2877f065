import CloudTrail
import Digest

/// Signature Version 4, in a request's headers.
///
/// What is signed is what stands in the request: the transport sends its path and query as they are.
package struct SigV4Signer: RequestSigner {
  package init() {}

  /// The services that refuse a request without `x-amz-content-sha256` (FACTS, "OpenSearch").
  private static let wantsPayloadHash: Set = ["aoss", "s3"]

  /// What proxies and load balancers add or rewrite on the way, and botocore leaves unsigned too.
  private static let unsigned: Set = [
    "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
  ]

  /// The request with `X-Amz-Date`, the session's token, the body's hash where the service wants it, and `Authorization`.
  ///
  /// Signing again replaces them. A request that has no valid URL comes back as it was; the transport refuses it.
  package func signed(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String, at time: Timestamp
  ) -> HTTPRequest {
    guard let url = try? HTTPOrigin.split(request.url) else { return request }
    let scope = SigningScope(at: time, region: region, service: service)
    var signed = request
    signed.headers["X-Amz-Date"] = scope.time
    signed.headers["X-Amz-Security-Token"] = credentials.sessionToken?.exposed
    signed.headers["Authorization"] = nil
    if SigV4Signer.wantsPayloadHash.contains(service) {
      signed.headers["x-amz-content-sha256"] = SHA256(of: request.body).description
    }
    let canonical = SigV4Signer.canonical(signed, url, normalizingPath: service != "s3")
    let signature = scope.signature(of: canonical, by: credentials.secretAccessKey)
    signed.headers["Authorization"] =
      "\(SigningScope.algorithm) Credential=\(credentials.accessKeyID)/\(scope.description), "
      + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
    return signed
  }

  /// The canonical form of a request that is split at the end of its host.
  static func canonical(
    _ request: HTTPRequest, _ url: (origin: HTTPOrigin, rest: String), normalizingPath: Bool = true
  ) -> CanonicalRequest {
    let path = url.rest.prefix { $0 != "?" }
    var headers = request.headers.filter { !unsigned.contains($0.name.lowercased()) }
    if headers["Host"] == nil { headers["Host"] = url.origin.authority }
    return CanonicalRequest(
      method: request.method, path: String(path), query: String(url.rest.dropFirst(path.count + 1)),
      headers: headers, payload: SHA256(of: request.body).description, normalizingPath: normalizingPath)
  }
}
