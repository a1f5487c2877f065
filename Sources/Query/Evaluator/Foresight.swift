import CloudTrail

/// What can be said of a predicate for every event of whose fields some things are known.
package enum Foreseen: Sendable {
  case decided(Bool)
  /// What is left to ask of each event.
  case open(CompiledPredicate)
}

extension CompiledPredicate {
  /// The fields whose texts alone decide parts of the predicate.
  package var asked: AskedFields { node.asked }

  /// A member of a part of the record whose text decides a part of the predicate; nil where there is none.
  package var firstMember: AskedField? { node.firstMember }

  /// The parts that the text of a field alone decides, as large as they are.
  package func parts(decidedBy field: AskedField) -> [FieldPredicate] {
    var parts: [FieldPredicate] = []
    node.addParts(decidedBy: field, to: &parts)
    return parts
  }

  /// What is left of the predicate of events of which ``parts(decidedBy:)`` are known.
  /// - Parameter answers: whether they hold, in their order; as many as are taken leave. Parts beyond those that there are stay open.
  package func foreseen(by field: AskedField, _ answers: inout ArraySlice<Bool>) -> Foreseen {
    CompiledPredicate.foreseen(node.rest(knowing: field) { _ in answers.popFirst() })
  }

  /// What is left of the predicate of events that have at a field what this one has.
  package func foreseen(by field: AskedField, of event: EventView) -> Foreseen {
    CompiledPredicate.foreseen(
      node.rest(knowing: field) { part in Evaluation.holds(part, of: event, .unread) })
  }

  /// Whether the predicate holds of all events that have this one's `fields`; nil where others have to be known.
  package func decided(by fields: AskedFields, of event: EventView) -> Bool? {
    node.value(knowing: fields, of: event)
  }

  private static func foreseen(_ rest: CompiledNode) -> Foreseen {
    switch rest {
    case .constant(let value): .decided(value)
    case let rest: .open(CompiledPredicate(node: rest))
    }
  }
}

extension CompiledNode {
  /// The field whose text alone decides the node; nil where something else may.
  var decidingField: AskedField? {
    switch self {
    case .recorded(let recorded): recorded.isOfTextAlone ? .recorded(recorded.field) : nil
    case .within(let part): part.decidingField
    case .not(let node): node.decidingField
    case .all(let parts), .any(let parts): parts.decidingField
    default: nil
    }
  }

  /// The fields that parts of it ask alone.
  var asked: AskedFields {
    switch self {
    case .recorded(let recorded): recorded.isOfTextAlone ? AskedFields(recorded.field) : .none
    case .within(let part): part.decidingField == nil ? .none : .members
    case .not(let node): node.asked
    case .all(let parts), .any(let parts): parts.asked
    default: .none
    }
  }

  private func asks(_ field: AskedField) -> Bool {
    switch field {
    case .recorded(let field): asked.contains(AskedFields(field))
    case .member: asked.contains(.members) && asksMember(field)
    }
  }

  private func asksMember(_ field: AskedField) -> Bool {
    switch self {
    case .within(let part): field == part.decidingField
    case .all(let parts), .any(let parts):
      parts.light.contains { $0.asks(field) } || parts.heavy.contains { $0.asks(field) }
    case .not(let node): node.asks(field)
    default: false
    }
  }

  fileprivate var firstMember: AskedField? {
    switch self {
    case .within(let part): part.decidingField
    case .all(let parts), .any(let parts): parts.light.firstMember ?? parts.heavy.firstMember
    case .not(let node): node.firstMember
    default: nil
    }
  }

  fileprivate func addParts(decidedBy field: AskedField, to parts: inout [FieldPredicate]) {
    guard asks(field) else { return }
    if let part = FieldPredicate(self) { return parts.append(part) }
    switch self {
    case .all(let nodes), .any(let nodes):
      for node in nodes.light { node.addParts(decidedBy: field, to: &parts) }
      for node in nodes.heavy { node.addParts(decidedBy: field, to: &parts) }
    case .not(let node): node.addParts(decidedBy: field, to: &parts)
    default: break
    }
  }

  /// What the node says where that is decided by some fields of an event.
  fileprivate func value(knowing fields: AskedFields, of event: EventView) -> Bool? {
    switch self {
    case .constant(let value): value
    case .recorded(let recorded):
      recorded.isOfTextAlone && fields.contains(AskedFields(recorded.field))
        ? Evaluation.holds(self, of: event, .unread) : nil
    case .all(let parts): parts.joined(false) { $0.value(knowing: fields, of: event) }
    case .any(let parts): parts.joined(true) { $0.value(knowing: fields, of: event) }
    case .not(let node): node.value(knowing: fields, of: event).map { !$0 }
    default: nil
    }
  }

  /// The node without what is known of it; a constant where all is.
  /// - Parameter answer: says whether a part holds that the field decides; nil where that is not known.
  fileprivate func rest(knowing field: AskedField, _ answer: (CompiledNode) -> Bool?) -> CompiledNode {
    guard asks(field) else { return self }
    if decidingField == field { return answer(self).map { .constant($0) } ?? self }
    switch self {
    case .all(let parts):
      return parts.rest(deciding: false, CompiledNode.all) { $0.rest(knowing: field, answer) }
    case .any(let parts):
      return parts.rest(deciding: true, CompiledNode.any) { $0.rest(knowing: field, answer) }
    case .not(let node):
      return switch node.rest(knowing: field, answer) {
      case .constant(let value): .constant(!value)
      case let rest: .not(rest)
      }
    default: return self
    }
  }

}

extension CompiledParts {
  /// What they say together, of which one that is `deciding` decides.
  fileprivate func joined(_ deciding: Bool, value: (CompiledNode) -> Bool?) -> Bool? {
    var isOpen = false
    for nodes in [light, heavy] {
      for node in nodes {
        guard let value = value(node) else {
          isOpen = true
          continue
        }
        if value == deciding { return deciding }
      }
    }
    return isOpen ? nil : !deciding
  }

  /// What is left of them by what is left of each, of which a constant that is `deciding` decides, and the other says nothing.
  fileprivate func rest(
    deciding: Bool, _ join: (CompiledParts) -> CompiledNode, of rest: (CompiledNode) -> CompiledNode
  ) -> CompiledNode {
    // All of them, whatever the first comes to: each takes its answers.
    let rests = (CompiledParts.rest(light, deciding, rest), CompiledParts.rest(heavy, deciding, rest))
    guard let light = rests.0, let heavy = rests.1 else { return .constant(deciding) }
    switch light.count + heavy.count {
    case 0: return .constant(!deciding)
    case 1: return light.first ?? heavy[0]
    default: return join(CompiledParts(light: light, heavy: heavy))
    }
  }

  /// Nil where one decides.
  private static func rest(
    _ nodes: [CompiledNode], _ deciding: Bool, _ rest: (CompiledNode) -> CompiledNode
  ) -> [CompiledNode]? {
    var (open, isDecided) = ([CompiledNode](), false)
    for node in nodes {
      switch rest(node) {
      case .constant(deciding): isDecided = true
      case .constant: break
      case let left: open.append(left)
      }
    }
    return isDecided ? nil : open
  }
}

extension [CompiledNode] {
  fileprivate var firstMember: AskedField? { lazy.compactMap(\.firstMember).first }
}

extension CompiledTest {
  /// Whether nothing but the text tested decides.
  var looksAtTextAlone: Bool {
    switch self {
    case .text, .regex, .networks, .number, .time, .within, .exists, .present, .empty, .kind: true
    case .all(let tests), .any(let tests): tests.allSatisfy(\.looksAtTextAlone)
    case .not(let test): test.looksAtTextAlone
    case .eventReference, .recordReference, .also: false
    }
  }
}
