import CloudTrail

/// A predicate prepared for many events; may be used from any number of threads at once.
package struct CompiledPredicate: Sendable {
  let node: CompiledNode

  init(node: CompiledNode) { self.node = node }

  /// Whether members of the record may be looked for whose place is not known.
  package var looksAtMembers: Bool { node.looksAtMembers }

  /// Prepares a predicate; account names are those of `context` at this moment.
  /// - Parameter record: the keys that lead to the record from where the predicate's paths begin: none, or `detail` for one that is
  ///   asked of the EventBridge envelope; nil where the paths lead to no record.
  package init(
    _ predicate: Predicate, context: EvaluationContext = EvaluationContext(), recordAt record: [String]? = []
  ) {
    let record = record.map { $0.map { FieldPath.Step.key(ExactString($0)) } }
    self.init(node: CompiledNode(predicate, NodeContext(events: context, record: record)))
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

/// The same of events in place, which are asked most: in this module, for which the compiler makes the evaluation as it is for them.
extension CompiledPredicate {
  /// Whether the predicate holds for the event where record paths begin at `root` instead of the record.
  package func matches(_ event: EventView, pathsFrom root: JSONView?) -> Bool {
    Evaluation.holds(node, of: event, .read(root))
  }

  /// ``matches(_:pathsFrom:)`` for one of many predicates that are asked of the same event.
  package func matches(_ event: EventView, pathsFrom root: TopLevel) -> Bool {
    Evaluation.holds(node, of: event, .shared(root))
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
