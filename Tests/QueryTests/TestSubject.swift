import Query

@testable import CloudTrail

/// An event made of parts, with alerts, and with a count of how often its record was read.
final class TestSubject: Subject {
  var fields: [EventField: String] = [:]
  var record: JSONDocument?
  var time = Timestamp(milliseconds: 0)
  var isError = false
  var isDenied = false
  var isWrite = false
  var alerts: [(rule: String, severity: Severity)] = []
  private(set) var recordReads = 0

  init(_ record: String? = nil, fields: [EventField: String] = [:]) {
    self.record = record.map { JSONDocument(validated: PaddedBytes(Array($0.utf8))) }
    self.fields = fields
  }

  func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    guard let text = fields[field] else { return body(nil) }
    return Array(text.utf8).withUnsafeBufferPointer { body($0) }
  }

  func withRecord(_ body: (JSONView?) -> Bool) -> Bool {
    recordReads += 1
    return record?.withView { body($0) } ?? body(nil)
  }

  func anyAlert(_ body: (UnsafeBufferPointer<UInt8>, Severity) -> Bool) -> Bool {
    alerts.contains { alert in Array(alert.rule.utf8).withUnsafeBufferPointer { body($0, alert.severity) } }
  }
}

/// 2026-11-01T12:00:00Z.
let noon = Timestamp(milliseconds: 1_793_534_400_000)

/// The predicate of a filter at ``noon``.
func parse(_ filter: String) throws(FilterError) -> Predicate {
  try FilterSyntax.predicate(from: filter, now: noon)
}

/// Whether a filter holds for a record.
func holds(_ filter: String, _ record: String, names: [String: String] = [:]) throws -> Bool {
  try holds(filter, TestSubject(record), names: names)
}

/// Whether a filter holds for an event.
func holds(_ filter: String, _ subject: TestSubject, names: [String: String] = [:]) throws -> Bool {
  let named = names.map { (ExactString($0.key), $0.value) }
  return try parse(filter).matches(
    subject, EvaluationContext(accountNames: Dictionary(uniqueKeysWithValues: named)))
}
