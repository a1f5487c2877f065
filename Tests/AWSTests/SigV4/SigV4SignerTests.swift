import CloudTrail
import Testing

@testable import AWS

/// The credentials of AWS's documentation and test suites.
let exampleCredentials = Credentials(
  accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))

@Suite("Signature Version 4 in headers")
struct SigV4SignerTests {
  private let form = HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")

  private func signed(
    _ request: HTTPRequest, service: String = "es", time: String = "2015-08-30T12:36:00Z"
  ) throws -> HTTPRequest {
    SigV4Signer().signed(
      request, with: exampleCredentials, service: service, region: "us-east-1",
      at: try #require(Timestamp(time)))
  }

  // The worked example of "Create a signed AWS API request" as the AWS General Reference had it.
  @Test("a GET of the documentation")
  func documentedGet() throws {
    let request = HTTPRequest(
      method: "GET", url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", headers: [form])
    #expect(
      try signed(request, service: "iam").headers["authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    )
  }

  // AWS General Reference 1.0, "Signed Signature Version 4 Requests Examples".
  @Test("a POST of the documentation")
  func documentedPost() throws {
    let request = HTTPRequest(
      method: "POST", url: "https://iam.amazonaws.com/", headers: [form],
      body: Array("Action=ListUsers&Version=2010-05-08".utf8))
    #expect(
      try signed(request, service: "iam", time: "2011-09-09T23:36:00Z").headers["authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=ced6826de92d2bdeed8f846f0bf508e8559e98e4b0199114b84c54174deb456c"
    )
  }

  // AWS General Reference, "Adding signing information to the query string".
  @Test("a presigned URL of the documentation")
  func documentedURL() throws {
    let request = HTTPRequest(
      method: "GET", url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08", headers: [form])
    let presigned = SigV4Presigner().presigned(
      request, with: exampleCredentials, service: "iam", region: "us-east-1",
      at: try #require(Timestamp("2015-08-30T12:36:00Z")), for: 60)
    #expect(
      presigned.url
        == "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fiam%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Expires=60&X-Amz-Signature=37ac2f4fde00b0ac9bd9eadeb459b1bbee224158d66e7ae5fcadb70b2d181d02"
    )
  }

  @Test("serverless collections get the body's hash, and it is signed")
  func payloadHash() throws {
    let request = HTTPRequest(method: "GET", url: "https://x.us-east-1.aoss.amazonaws.com/")
    let signed = try signed(request, service: "aoss")
    #expect(
      signed.headers["X-Amz-Content-SHA256"]
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      signed.headers["authorization"]?.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,") == true
    )
  }

  @Test("a session's token is sent and signed")
  func sessionToken() throws {
    let credentials = Credentials(
      accessKeyID: "ASIAEXAMPLE", secretAccessKey: Secret("s"), sessionToken: Secret("t/+="))
    let signed = SigV4Signer().signed(
      HTTPRequest(method: "GET", url: "https://logs.us-east-1.amazonaws.com/"), with: credentials,
      service: "logs",
      region: "us-east-1", at: november)
    #expect(signed.headers["X-Amz-Security-Token"] == "t/+=")
    #expect(
      signed.headers["authorization"]?.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,") == true
    )
  }

  @Test("signing again leaves nothing of the first time")
  func again() throws {
    let request = HTTPRequest(method: "GET", url: "https://search.example/")
    let first = SigV4Signer().signed(
      request,
      with: Credentials(accessKeyID: "ASIAOLD", secretAccessKey: Secret("s"), sessionToken: Secret("old")),
      service: "es", region: "us-east-1", at: november)
    #expect(try signed(first).headers == signed(request).headers)
  }

  @Test("what proxies rewrite is not signed")
  func unsigned() throws {
    let headers = [HTTPHeader("User-Agent", "iamwatch"), HTTPHeader("X-Amzn-Trace-Id", "1")]
    let signed = try signed(HTTPRequest(method: "GET", url: "https://search.example/", headers: headers))
    #expect(signed.headers["authorization"]?.contains("SignedHeaders=host;x-amz-date,") == true)
  }

  @Test("the port is part of the signed host")
  func port() throws {
    let with = try signed(HTTPRequest(method: "GET", url: "https://search.example:9243/"))
    let without = try signed(HTTPRequest(method: "GET", url: "https://search.example/"))
    let same = try signed(HTTPRequest(method: "GET", url: "https://search.example:443/"))
    #expect(with.headers["authorization"] != without.headers["authorization"])
    #expect(same.headers["authorization"] == without.headers["authorization"])
  }
}
