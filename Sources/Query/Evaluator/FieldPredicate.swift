import CloudTrail

/// A predicate, or a part of one, that the text of one field decides: of many a ``FieldProgram`` is made.
package struct FieldPredicate: Sendable {
  package let field: AskedField
  /// Whether it holds of events that do not have the field.
  package let holdsWithout: Bool
  let test: CompiledTest

  /// Nil for a predicate that something else may decide.
  init?(_ node: CompiledNode) {
    guard let field = node.decidingField else { return nil }
    self.field = field
    switch node {
    case .recorded(let recorded): (test, holdsWithout) = (recorded.test, false)
    case .within(let part): (test, holdsWithout) = (part.test, false)
    case .not(let node):
      guard let inner = FieldPredicate(node) else { return nil }
      (test, holdsWithout) = (.not(inner.test), !inner.holdsWithout)
    case .all(let nodes):
      let parts = (nodes.light + nodes.heavy).compactMap { FieldPredicate($0) }
      (test, holdsWithout) = (.all(parts.map(\.test)), parts.allSatisfy(\.holdsWithout))
    case .any(let nodes):
      let parts = (nodes.light + nodes.heavy).compactMap { FieldPredicate($0) }
      (test, holdsWithout) = (.any(parts.map(\.test)), parts.contains(where: \.holdsWithout))
    default: return nil
    }
  }

  /// Whether it holds of an event whose field has this text.
  func holds(_ text: UnsafeBufferPointer<UInt8>, of event: EventView) -> Bool {
    Evaluation.passes(test, of: event, text: text, .unread)
  }
}
