import Testing
import CloudTrail

@testable import AWS

private let files = ["*", "*/*"].flatMap { RecordedData.paths("sigv4/botocore-aws4_testsuite/\($0)/*.req") }

@Suite(
  "Signature Version 4: the vectors of botocore's copy",
  .enabled(if: !files.isEmpty, "skipped: the recorded data is not at hand"))
struct BotocoreVectorTests {
  // `post-sts-header-before` signs its token, `post-sts-header-after` adds it behind: both carry in `.req` what is signed.
  @Test("canonical request, string to sign and Authorization", arguments: files)
  func steps(file: String) throws {
    func text(_ ending: String) -> String { RecordedData.text(of: file.dropLast(3) + ending) }
    let scope = SigningScope(
      at: try #require(Timestamp("2015-08-30T12:36:00Z")), region: "us-east-1", service: "service")
    let request = SigV4Vector.parsed(text("req"))
    let canonical = SigV4Signer.canonical(request, try HTTPOrigin.split(request.url))
    #expect(canonical.text == text("creq"))
    #expect(scope.stringToSign(canonical) == text("sts"))
    let signature = scope.signature(of: canonical, by: exampleCredentials.secretAccessKey)
    #expect(text("authz").hasSuffix("SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"))
  }
}
