import CloudTrail

/// A place in a record, prepared to be read from many.
package struct RecordText: Sendable {
  private let path: CompiledPath

  /// The place that a dotted name stands for, as Sigma writes it.
  package init(field: String) { path = CompiledPath(SigmaItem.path(field)) }

  /// The first string, number or truth at the place; nil where there is none.
  package func first(in record: JSONView) -> String? {
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
