import CloudTrail
import Digest

/// For when, where and what a signature is good (IAM User Guide, "Create a signed AWS API request", steps 2 to 4).
struct SigningScope {
  static let algorithm = "AWS4-HMAC-SHA256"

  /// `YYYYMMDDTHHMMSSZ`.
  let time: String
  let region: String
  let service: String

  init(at time: Timestamp, region: String, service: String) {
    self.time = time.rfc3339.filter { $0 != "-" && $0 != ":" }
    self.region = region
    self.service = service
  }

  /// `YYYYMMDD/REGION/SERVICE/aws4_request`.
  var description: String { "\(day)/\(region)/\(service)/aws4_request" }

  private var day: Substring { time.prefix(8) }

  func stringToSign(_ request: CanonicalRequest) -> String {
    "\(SigningScope.algorithm)\n\(time)\n\(description)\n\(SHA256(of: request.text.utf8))"
  }

  /// 64 hexadecimal digits.
  func signature(of request: CanonicalRequest, by secret: Secret) -> String {
    var key = Array("AWS4\(secret.exposed)".utf8)
    for part in [String(day), region, service, "aws4_request"] {
      key = SHA256(authenticating: part.utf8, key: key).bytes
    }
    return SHA256(authenticating: stringToSign(request).utf8, key: key).description
  }
}
