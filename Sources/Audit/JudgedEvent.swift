import CloudTrail
import Detection
import Query

/// An event in place together with the rules that it matched: what the filter is asked about.
struct JudgedEvent: Subject {
  let event: EventView
  let matches: RuleMatches
  let rules: RuleSet

  var time: Timestamp { event.time }
  var isError: Bool { event.isError }
  var isDenied: Bool { event.isDenied }
  var isWrite: Bool { event.isWrite }

  func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    event.withUTF8(of: field, body)
  }

  func withRecorded(_ field: RecordedField, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool? {
    event.withRecorded(field, body)
  }

  func withRecorded(_ part: RecordedPart, _ body: (JSONView) -> Bool) -> Bool? {
    event.withRecorded(part, body)
  }

  func withRecord(_ body: (JSONView?) -> Bool) -> Bool { body(event.record) }

  func withEnvelope(_ body: (JSONView?) -> Bool) -> Bool { event.withEnvelope(body) }

  func anyAlert(_ body: (UnsafeBufferPointer<UInt8>, Severity) -> Bool) -> Bool {
    matches.indices.contains { index in
      let rule = rules.rules[index]
      return Array(rule.id.utf8).withUnsafeBufferPointer { body($0, rule.level) }
    }
  }
}
