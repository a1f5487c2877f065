import CloudTrail

/// An event as a predicate sees it: an event in place, or a row of the store.
///
/// Nothing handed to a `body` may leave it. A body that takes part in evaluation runs at most once a call.
package protocol Subject: ~Copyable {
  /// Calls `body` with the UTF-8 of a field, nil where the event has none.
  func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool

  /// Calls `body` with the record's root, nil where the record cannot be read any more. May be slow: it is
  /// asked only after everything else that could decide.
  func withRecord(_ body: (JSONView?) -> Bool) -> Bool

  /// Calls `body` with the EventBridge event that carries the record: the one it came in, else one rebuilt around
  /// it; nil where the record cannot be read any more.
  func withEnvelope(_ body: (JSONView?) -> Bool) -> Bool

  /// Calls `body` with what the record has at a field, where that is a text, and returns what it says; false where the record has
  /// nothing there. Nil where only the record itself can tell.
  func withRecorded(_ field: RecordedField, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool?

  /// The same of a part that is an object.
  func withRecorded(_ part: RecordedPart, _ body: (JSONView) -> Bool) -> Bool?

  var time: Timestamp { get }
  /// DESIGN, The domain: Error.
  var isError: Bool { get }
  /// DESIGN, The domain: Denied.
  var isDenied: Bool { get }
  /// `readOnly` is false or, where the event does not say, its name is no reading verb's (COUNTING 18).
  var isWrite: Bool { get }

  /// Calls `body` with the id and the severity of each rule that matched, until it returns true; returns
  /// whether it did.
  func anyAlert(_ body: (UnsafeBufferPointer<UInt8>, Severity) -> Bool) -> Bool
}

extension Subject where Self: ~Copyable {
  /// Nothing is known without the record.
  package func withRecorded(_ field: RecordedField, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool? {
    nil
  }

  /// Nothing is known without the record.
  package func withRecorded(_ part: RecordedPart, _ body: (JSONView) -> Bool) -> Bool? { nil }

  /// The envelope is rebuilt.
  package func withEnvelope(_ body: (JSONView?) -> Bool) -> Bool {
    withRecord { record in
      guard let record else { return body(nil) }
      return RebuiltEnvelope.document(around: record).withView { body($0) }
    }
  }

  /// Events that no rule has seen yet have no alerts.
  package func anyAlert(_ body: (UnsafeBufferPointer<UInt8>, Severity) -> Bool) -> Bool { false }
}
