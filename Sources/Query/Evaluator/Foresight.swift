import CloudTrail

/// What can be said of a predicate for every event that has some fields in common with one.
package enum Foreseen: Sendable {
  case decided(Bool)
  /// What is left to ask of each event.
  case open(CompiledPredicate)
}

extension CompiledPredicate {
  /// What is so of all events that have this one's `fields`: many have the same, and are asked once.
  /// - Parameter outcomes: gains what each test of the fields said. The same is so of every event of which they say the same.
  package func foreseen(
    of event: EventView, by fields: Set<RecordedField>, outcomes: inout [Bool]
  ) -> Foreseen {
    var foresight = Foresight(event: event, fields: fields, outcomes: outcomes)
    outcomes = []
    defer { outcomes = foresight.outcomes }
    return switch foresight.rest(of: node) {
    case .constant(let value): .decided(value)
    case let rest: .open(CompiledPredicate(node: rest))
    }
  }
}

private struct Foresight {
  let event: EventView
  let fields: Set<RecordedField>
  var outcomes: [Bool]

  /// The node without what is known of it; a constant where all is.
  mutating func rest(of node: CompiledNode) -> CompiledNode {
    switch node {
    case .all(let light, let heavy):
      return rest(of: light, heavy, deciding: false) { .all(light: $0, heavy: $1) }
    case .any(let light, let heavy):
      return rest(of: light, heavy, deciding: true) { .any(light: $0, heavy: $1) }
    case .not(let node):
      return switch rest(of: node) {
      case .constant(let value): .constant(!value)
      case let rest: .not(rest)
      }
    case .recorded(let field, let test, _, _) where fields.contains(field) && test.looksAtTextAlone:
      let passes = event.withRecorded(field) { Evaluation.passes(test, of: event, text: $0, .unread) }
      outcomes += [passes != nil, passes ?? false]
      return passes.map { .constant($0) } ?? node
    default: return node
    }
  }

  /// What is left of several nodes, of which one that is `deciding` decides.
  private mutating func rest(
    of light: [CompiledNode], _ heavy: [CompiledNode], deciding: Bool,
    _ join: ([CompiledNode], [CompiledNode]) -> CompiledNode
  ) -> CompiledNode {
    guard let light = open(light, deciding), let heavy = open(heavy, deciding) else {
      return .constant(deciding)
    }
    switch light.count + heavy.count {
    case 0: return .constant(!deciding)
    case 1: return light.first ?? heavy[0]
    default: return join(light, heavy)
    }
  }

  /// The nodes not known, as far as they are not; nil where one decides.
  private mutating func open(_ nodes: [CompiledNode], _ deciding: Bool) -> [CompiledNode]? {
    var open: [CompiledNode] = []
    for node in nodes {
      switch rest(of: node) {
      case .constant(deciding): return nil
      case .constant: break
      case let rest: open.append(rest)
      }
    }
    return open
  }
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
