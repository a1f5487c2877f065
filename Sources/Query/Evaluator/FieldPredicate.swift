import CloudTrail

/// A predicate, or a part of one, that the text of one field decides: of many a ``FieldProgram`` is made.
package struct FieldPredicate: Sendable {
  package let field: RecordedField
  /// Whether it holds of events that do not have the field.
  package let holdsWithout: Bool
  let test: CompiledTest

  /// Nil for a predicate that something else may decide.
  init?(_ node: CompiledNode) {
    switch node {
    case .recorded(let field, let test, _, _) where test.looksAtTextAlone:
      (self.field, self.test, holdsWithout) = (field, test, false)
    case .not(let node):
      guard let inner = FieldPredicate(node) else { return nil }
      (field, test, holdsWithout) = (inner.field, .not(inner.test), !inner.holdsWithout)
    case .all(let light, let heavy):
      guard let parts = FieldPredicate.ofOneField(light + heavy) else { return nil }
      (field, test) = (parts[0].field, .all(parts.map(\.test)))
      holdsWithout = parts.allSatisfy(\.holdsWithout)
    case .any(let light, let heavy):
      guard let parts = FieldPredicate.ofOneField(light + heavy) else { return nil }
      (field, test) = (parts[0].field, .any(parts.map(\.test)))
      holdsWithout = parts.contains(where: \.holdsWithout)
    default: return nil
    }
  }

  /// The nodes where all of them are decided by the same field; at least one.
  private static func ofOneField(_ nodes: [CompiledNode]) -> [FieldPredicate]? {
    let parts = nodes.compactMap { FieldPredicate($0) }
    guard parts.count == nodes.count, Set(parts.map(\.field)).count == 1 else { return nil }
    return parts
  }

  /// Whether it holds of an event whose field has this text.
  func holds(_ text: UnsafeBufferPointer<UInt8>, of event: EventView) -> Bool {
    Evaluation.passes(test, of: event, text: text, .unread)
  }
}
