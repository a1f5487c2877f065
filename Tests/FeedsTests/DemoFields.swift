import Feeds
import Foundation

/// The demo's day, made and parsed once for all tests.
enum DemoDay {
  static let records = Array(Demo().history())
  static let fields = records.map(DemoFields.init)
}

/// The fields of a demo record that tests look at, read by a parser that is not ours.
struct DemoFields: Sendable {
  static let identitySources: Set<String> = [
    "iam", "sts", "signin", "sso", "sso-directory", "identitystore", "organizations", "access-analyzer",
    "rolesanywhere", "cognito-idp", "cognito-identity", "ram",
  ]

  /// False when the record is no JSON object or lacks a field that every CloudTrail record has.
  let isWhole: Bool
  /// True when a template's hole is still in the bytes.
  let hasHole: Bool
  let eventID: String
  let sharedEventID: String
  let source: String
  let name: String
  let recipient: String
  let errorCode: String
  let type: String
  let userName: String
  let address: String
  /// `userIdentity.accessKeyId`: the key the call was made with.
  let key: String
  /// The key that the answer hands out, of a role's session or of a user.
  let givenKey: String
  let mfa: String
  /// `eventTime` in seconds since 1970; -1 when it is unreadable.
  let seconds: Int64

  init(_ record: DemoRecord) {
    let root = (try? JSONSerialization.jsonObject(with: Data(record.bytes))) as? [String: Any] ?? [:]
    func text(_ path: String) -> String {
      var value: Any = root
      for part in path.split(separator: ".") {
        value = (value as? [String: Any])?[String(part)] ?? ""
      }
      return value as? String ?? ""
    }
    let needed = [
      "eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
      "userAgent", "requestParameters", "responseElements", "requestID", "eventID", "readOnly", "eventType",
      "managementEvent", "recipientAccountId", "eventCategory",
    ]
    isWhole = needed.allSatisfy { root[$0] != nil }
    hasHole = Data(record.bytes).firstRange(of: Data("${".utf8)) != nil
    eventID = text("eventID")
    sharedEventID = text("sharedEventID")
    source = text("eventSource").replacingOccurrences(of: ".amazonaws.com", with: "")
    name = text("eventName")
    recipient = text("recipientAccountId")
    errorCode = text("errorCode")
    type = text("userIdentity.type")
    userName = text("userIdentity.userName")
    address = text("sourceIPAddress")
    key = text("userIdentity.accessKeyId")
    givenKey =
      text("responseElements.credentials.accessKeyId") + text("responseElements.accessKey.accessKeyId")
    mfa = text("additionalEventData.MFAUsed")
    let date = try? Date(text("eventTime"), strategy: .iso8601)
    seconds = date.map { Int64($0.timeIntervalSince1970) } ?? -1
  }
}
