import CloudTrail

/// A place in a record, prepared to be read from many.
package struct RecordText: Sendable {
  private let path: CompiledPath
  /// What reading noted of the place.
  private let noted: RecordedField?

  /// The place that a dotted name stands for, as Sigma writes it.
  package init(field: String) {
    let steps = SigmaItem.path(field)
    (path, noted) = (CompiledPath(steps), RecordedField(steps))
  }

  /// The first string, number or truth at the place in an event's record; nil where there is none.
  package func first(in record: JSONView, of event: EventView) -> String? {
    switch noted.map(event.recorded) {
    case .absent: return nil
    case .found(let text): return text.withUTF8 { String(decoding: $0, as: UTF8.self) }
    case .other, nil: break
    }
    var text: String?
    _ = path.anyValue(in: record) { value in
      switch value.kind {
      case .string, .number, .bool: text = value.withUTF8 { String(decoding: $0, as: UTF8.self) }
      case .object, .array, .null: break
      }
      return text != nil
    }
    return text
  }
}
