import CloudTrail

/// A predicate prepared for many events; may be used from any number of threads at once.
package struct CompiledPredicate: Sendable {
  private let node: CompiledNode

  /// Prepares a predicate; account names are those of `context` at this moment.
  package init(_ predicate: Predicate, context: EvaluationContext = EvaluationContext()) {
    node = CompiledNode(predicate, context: context)
  }

  /// Whether the predicate holds for the event.
  package func matches<Asked: Subject & ~Copyable>(_ subject: borrowing Asked) -> Bool {
    Evaluation.holds(node, of: subject, .unread)
  }

  /// Whether the predicate holds for the event where record paths begin at `root` instead of the record.
  package func matches<Asked: Subject & ~Copyable>(
    _ subject: borrowing Asked, pathsFrom root: JSONView?
  ) -> Bool {
    Evaluation.holds(node, of: subject, .read(root))
  }

  /// ``matches(_:pathsFrom:)`` for one of many predicates that are asked of the same event.
  package func matches<Asked: Subject & ~Copyable>(
    _ subject: borrowing Asked, pathsFrom root: TopLevel
  ) -> Bool {
    Evaluation.holds(node, of: subject, .shared(root))
  }
}

extension Predicate {
  /// Whether the predicate holds for one event. For many events prepare a ``CompiledPredicate`` once.
  package func matches<Asked: Subject & ~Copyable>(
    _ subject: borrowing Asked, _ context: EvaluationContext = EvaluationContext()
  ) -> Bool {
    CompiledPredicate(self, context: context).matches(subject)
  }
}
