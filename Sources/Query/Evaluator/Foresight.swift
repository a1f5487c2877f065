import CloudTrail

/// What can be said of a predicate for every event of whose fields some things are known.
package enum Foreseen: Sendable {
  case decided(Bool)
  /// What is left to ask of each event.
  case open(CompiledPredicate)
}

extension CompiledPredicate {
  /// Whether the text of a field alone decides a part of the predicate.
  package func asks(_ field: AskedField) -> Bool { node.asks(field) }

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
  package func decided(by fields: [RecordedField], of event: EventView) -> Bool? {
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
    case .recorded(let field, let test, _, _): return test.looksAtTextAlone ? .recorded(field) : nil
    case .within(let part): return part.decidingField
    case .not(let node): return node.decidingField
    case .all(let light, let heavy), .any(let light, let heavy):
      guard let field = (light.first ?? heavy.first)?.decidingField else { return nil }
      let isSame = { (node: CompiledNode) in node.decidingField == field }
      return light.allSatisfy(isSame) && heavy.allSatisfy(isSame) ? field : nil
    default: return nil
    }
  }

  fileprivate func asks(_ field: AskedField) -> Bool {
    switch self {
    case .recorded(let other, let test, _, _): field == .recorded(other) && test.looksAtTextAlone
    case .within(let part): field == part.decidingField
    case .all(let light, let heavy), .any(let light, let heavy):
      light.contains { $0.asks(field) } || heavy.contains { $0.asks(field) }
    case .not(let node): node.asks(field)
    default: false
    }
  }

  fileprivate var firstMember: AskedField? {
    switch self {
    case .within(let part): part.decidingField
    case .all(let light, let heavy), .any(let light, let heavy):
      light.firstMember ?? heavy.firstMember
    case .not(let node): node.firstMember
    default: nil
    }
  }

  fileprivate func addParts(decidedBy field: AskedField, to parts: inout [FieldPredicate]) {
    guard asks(field) else { return }
    if let part = FieldPredicate(self) { return parts.append(part) }
    switch self {
    case .all(let light, let heavy), .any(let light, let heavy):
      for node in light { node.addParts(decidedBy: field, to: &parts) }
      for node in heavy { node.addParts(decidedBy: field, to: &parts) }
    case .not(let node): node.addParts(decidedBy: field, to: &parts)
    default: break
    }
  }

  /// What the node says where that is decided by some fields of an event.
  fileprivate func value(knowing fields: [RecordedField], of event: EventView) -> Bool? {
    switch self {
    case .constant(let value): value
    case .recorded(let field, let test, _, _):
      fields.contains(field) && test.looksAtTextAlone ? Evaluation.holds(self, of: event, .unread) : nil
    case .all(let light, let heavy):
      CompiledNode.joined(false, light, heavy) { $0.value(knowing: fields, of: event) }
    case .any(let light, let heavy):
      CompiledNode.joined(true, light, heavy) { $0.value(knowing: fields, of: event) }
    case .not(let node): node.value(knowing: fields, of: event).map { !$0 }
    default: nil
    }
  }

  /// What nodes say of which one that is `deciding` decides.
  private static func joined(
    _ deciding: Bool, _ light: [CompiledNode], _ heavy: [CompiledNode], value: (CompiledNode) -> Bool?
  ) -> Bool? {
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

  /// The node without what is known of it; a constant where all is.
  /// - Parameter answer: says whether a part holds that the field decides; nil where that is not known.
  fileprivate func rest(knowing field: AskedField, _ answer: (CompiledNode) -> Bool?) -> CompiledNode {
    guard asks(field) else { return self }
    if decidingField == field { return answer(self).map { .constant($0) } ?? self }
    switch self {
    case .all(let light, let heavy):
      return CompiledNode.joined(
        light.map { $0.rest(knowing: field, answer) }, heavy.map { $0.rest(knowing: field, answer) },
        deciding: false, { .all(light: $0, heavy: $1) })
    case .any(let light, let heavy):
      return CompiledNode.joined(
        light.map { $0.rest(knowing: field, answer) }, heavy.map { $0.rest(knowing: field, answer) },
        deciding: true, { .any(light: $0, heavy: $1) })
    case .not(let node):
      return switch node.rest(knowing: field, answer) {
      case .constant(let value): .constant(!value)
      case let rest: .not(rest)
      }
    default: return self
    }
  }

  /// Several nodes of which a constant that is `deciding` decides, and the other says nothing.
  private static func joined(
    _ light: [CompiledNode], _ heavy: [CompiledNode], deciding: Bool,
    _ join: ([CompiledNode], [CompiledNode]) -> CompiledNode
  ) -> CompiledNode {
    let decides = { (node: CompiledNode) in node.constant == deciding }
    if light.contains(where: decides) || heavy.contains(where: decides) { return .constant(deciding) }
    let (light, heavy) = (light.filter { $0.constant == nil }, heavy.filter { $0.constant == nil })
    switch light.count + heavy.count {
    case 0: return .constant(!deciding)
    case 1: return light.first ?? heavy[0]
    default: return join(light, heavy)
    }
  }

  private var constant: Bool? {
    if case .constant(let value) = self { value } else { nil }
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
