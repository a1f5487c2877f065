import Digest
import Testing

@testable import AWS

@Suite(
  "Signature Version 4: AWS's published vectors",
  .enabled(if: !SigV4Vector.all.isEmpty, "skipped: the recorded data is not at hand"))
struct SigV4VectorTests {
  @Test("canonical request, string to sign and signature in headers", arguments: SigV4Vector.all)
  func steps(vector: SigV4Vector) throws {
    let credentials = try #require(vector.credentials)
    let scope = SigningScope(at: try #require(vector.time), region: "us-east-1", service: "service")
    var request = vector.request
    request.headers["X-Amz-Date"] = scope.time
    if let token = credentials.sessionToken, !vector.flag("omit_session_token") {
      request.headers["X-Amz-Security-Token"] = token.exposed
    }
    if vector.flag("sign_body") {
      request.headers["x-amz-content-sha256"] = SHA256(of: request.body).description
    }
    let canonical = SigV4Signer.canonical(
      request, try HTTPOrigin.split(request.url), normalizingPath: vector.flag("normalize"))
    #expect(canonical.text == vector.text("header-canonical-request"))
    #expect(scope.stringToSign(canonical) == vector.text("header-string-to-sign"))
    #expect(
      scope.signature(of: canonical, by: credentials.secretAccessKey) == vector.text("header-signature"))
  }

  // The others of the suite are signed in ways that no service of ours wants: S3's paths, the body's hash, a token added behind.
  @Test(
    "the signed request",
    arguments: SigV4Vector.all.filter {
      $0.flag("normalize") && !$0.flag("sign_body") && !$0.flag("omit_session_token")
    })
  func wholeRequest(vector: SigV4Vector) throws {
    let signed = SigV4Signer().signed(
      vector.request, with: try #require(vector.credentials), service: "service", region: "us-east-1",
      at: try #require(vector.time))
    let expected = SigV4Vector.parsed(vector.text("header-signed-request"))
    for name in ["Authorization", "X-Amz-Date", "X-Amz-Security-Token"] {
      #expect(signed.headers[name] == expected.headers[name])
    }
  }

  @Test(
    "the presigned URL",
    arguments: SigV4Vector.all.filter { $0.flag("normalize") && !$0.flag("omit_session_token") })
  func presigned(vector: SigV4Vector) throws {
    let presigned = SigV4Presigner().presigned(
      vector.request, with: try #require(vector.credentials), service: "service", region: "us-east-1",
      at: try #require(vector.time), for: 3600)
    let expected = SigV4Vector.parsed(vector.text("query-signed-request"))
    #expect(presigned.url == expected.url)
  }
}
