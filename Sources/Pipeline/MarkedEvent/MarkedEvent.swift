import CloudTrail
import Text

/// A harmless event that can be told from all others: what `pipeline test` sends through the pipeline.
///
/// Its source is not AWS's, so that no rule but the test's own takes it; its detail has the form of a CloudTrail record, so that the
/// pipeline's functions treat it as any other.
package struct MarkedEvent: Hashable, Sendable {
  /// A UUID of version 4: the document's id at the end of the way.
  package let id: String
  package let account: String
  package let region: String
  package let time: Timestamp

  package init(
    account: String, region: String, time: Timestamp, random: (high: UInt64, low: UInt64)
  ) {
    (self.account, self.region, self.time) = (account, region, time)
    id = MarkedEvent.uuid(random)
  }

  /// RFC 9562, section 5.4.
  private static func uuid(_ random: (high: UInt64, low: UInt64)) -> String {
    let high = hexadecimal(random.high & ~0xF000 | 0x4000)
    let low = hexadecimal(random.low & ~(0b11 << 62) | 0b10 << 62)
    return
      "\(high.prefix(8))-\(high.dropFirst(8).prefix(4))-\(high.suffix(4))-\(low.prefix(4))-\(low.dropFirst(4))"
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The record, JSON.
  var detail: String {
    #"{"eventVersion":"1.08","eventID":\#(jsonString(id)),"eventTime":\#(jsonString(time.rfc3339)),"#
      + #""eventSource":\#(jsonString(PipelineNames.testSource)),"eventName":"PipelineTest","readOnly":true,"#
      + #""awsRegion":\#(jsonString(region)),"recipientAccountId":\#(jsonString(account)),"#
      + #""userIdentity":{"type":"AWSService","invokedBy":\#(jsonString(PipelineNames.testSource))}}"#
  }

  /// What PutEvents takes.
  var entries: String {
    #"{"Entries":[{"Source":\#(jsonString(PipelineNames.testSource)),"DetailType":"iamwatch pipeline test","#
      + #""Detail":\#(jsonString(detail))}]}"#
  }
}

extension AccountCalls {
  /// Puts the event on the default bus of its region.
  func put(_ event: MarkedEvent) async throws(CallFailure) {
    let answer = try await ask(WriteAction.putEvents, in: event.region, event.entries)
    let refusal = answer.withView { view in
      view.list("Entries") { entry in
        entry.string("ErrorCode").map { "\($0): \(entry.string("ErrorMessage") ?? "")" }
      }
    }
    if let refusal = refusal.first { throw .failed("EventBridge did not take the event: \(refusal)") }
  }
}
