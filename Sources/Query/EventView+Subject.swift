import CloudTrail

/// An event in place is asked before any rule has seen it, so it has no alerts.
extension EventView: Subject {
  package func withRecorded(_ field: RecordedField, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool? {
    switch recorded(field) {
    case .absent: false
    case .found(let text): text.withUTF8(body)
    case .other: nil
    }
  }

  package func withRecorded(_ part: RecordedPart, _ body: (JSONView) -> Bool) -> Bool? {
    switch recorded(part) {
    case .absent: false
    case .found(let view): body(view)
    case .other: nil
    }
  }

  package func withRecord(_ body: (JSONView?) -> Bool) -> Bool { body(record) }

  /// The object around the record counts as its envelope if it says what kind of event it carries: documents of a log group
  /// may have other fields only.
  package func withEnvelope(_ body: (JSONView?) -> Bool) -> Bool {
    if let envelope, envelope.member("detail-type") != nil, envelope.member("detail")?.kind == .object {
      return body(envelope)
    }
    return RebuiltEnvelope.document(around: record).withView { body($0) }
  }
}
