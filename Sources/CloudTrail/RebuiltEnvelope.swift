/// The EventBridge event that would carry a record, for records that came another way.
///
/// The fields are those of EventBridge's events from CloudTrail (FACTS, EventBridge): `source` is `aws.` and the service,
/// `detail-type` follows `eventType`. Of a sign-in both spellings stand there, as both are seen.
package enum RebuiltEnvelope {
  /// The envelope around `record`, which is an object.
  package static func document(around record: JSONView) -> JSONDocument {
    var text = Array(#"{"version":"0""#.utf8)
    text.reserveCapacity(record.source.count + 320)
    append("id", record.member("eventID"), to: &text)
    text += #","detail-type":"#.utf8
    text += detailType(record.member("eventType")?.text).utf8
    text += #","source":"aws."#.utf8
    appendService(record.member("eventSource")?.text, to: &text)
    text.append(UInt8(ascii: "\""))
    let account = record.member("recipientAccountId") ?? record.member("userIdentity")?.member("accountId")
    append("account", account, to: &text)
    append("time", record.member("eventTime"), to: &text)
    append("region", record.member("awsRegion"), to: &text)
    text += #","resources":[],"detail":"#.utf8
    text += record.source
    text.append(UInt8(ascii: "}"))
    return JSONDocument(validated: PaddedBytes(text))
  }

  /// A member with the value's own bytes; none without a value.
  private static func append(_ name: StaticString, _ value: JSONView?, to text: inout [UInt8]) {
    guard let value else { return }
    text += #",""#.utf8
    text += UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    text += #"":"#.utf8
    text += value.source
  }

  private static func appendService(_ source: JSONText?, to text: inout [UInt8]) {
    guard let source else { return }
    let suffix = Array(".amazonaws.com".utf8)
    text +=
      source.raw.suffix(suffix.count).elementsEqual(suffix)
      ? source.raw.dropLast(suffix.count) : source.raw[...]
  }

  private static func detailType(_ eventType: JSONText?) -> String {
    guard let eventType else { return #""AWS API Call via CloudTrail""# }
    if eventType.equals("AwsConsoleSignIn") {
      return #"["AWS Console Sign In via CloudTrail","AWS Console Signin via CloudTrail"]"#
    }
    if eventType.equals("AwsConsoleAction") { return #""AWS Console Action via CloudTrail""# }
    if eventType.equals("AwsServiceEvent") { return #""AWS Service Event via CloudTrail""# }
    return #""AWS API Call via CloudTrail""#
  }
}
