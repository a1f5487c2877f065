import CloudTrail

/// One element of a field's array in an event pattern: what the field's value may be (EventBridge user guide, "Comparison operators").
enum EventPatternValue: Hashable {
  case exactly(ExactString)
  case ignoringCase(ExactString)
  case prefix(ExactString, ignoringCase: Bool)
  case suffix(ExactString, ignoringCase: Bool)
  /// The operand as it is written: `*` for any run, a backslash before one that means itself.
  case wildcard(String)
  case network(Network)
  /// A number as JSON writes it.
  case number(String)
  case truth(Bool)
  case null
  /// A string, number, truth or null: `exists` sees no objects.
  case present
  case absent
  /// A value that is there and is none of these; at least one.
  case anythingBut(Exclusion, [ExactString])

  /// The forms of `anything-but`, each with the most texts it takes in one list.
  enum Exclusion: String, CaseIterable {
    case exactly
    case ignoringCase = "equals-ignore-case"
    case prefix
    case suffix
    case wildcard
  }
}

extension EventPatternValue {
  var json: QueryJSON {
    switch self {
    case .exactly(let text): .string(text.string)
    case .ignoringCase(let text): ["equals-ignore-case": .string(text.string)]
    case .prefix(let text, let ignoringCase): ["prefix": EventPatternValue.affix(text, ignoringCase)]
    case .suffix(let text, let ignoringCase): ["suffix": EventPatternValue.affix(text, ignoringCase)]
    case .wildcard(let text): ["wildcard": .string(text)]
    case .network(let network): ["cidr": .string("\(network)")]
    case .number(let text): .raw(Array(text.utf8))
    case .truth(let value): .bool(value)
    case .null: .raw(Array("null".utf8))
    case .present: ["exists": true]
    case .absent: ["exists": false]
    case .anythingBut(.exactly, let texts): ["anything-but": EventPatternValue.list(texts)]
    case .anythingBut(let form, let texts):
      ["anything-but": .object([(form.rawValue, EventPatternValue.list(texts))])]
    }
  }

  private static func affix(_ text: ExactString, _ ignoringCase: Bool) -> QueryJSON {
    ignoringCase ? ["equals-ignore-case": .string(text.string)] : .string(text.string)
  }

  private static func list(_ texts: [ExactString]) -> QueryJSON {
    .array(texts.map { .string($0.string) })
  }

  /// The text that alone passes, in one case or in any; nil for what more than one text passes.
  var literal: ExactString? {
    switch self {
    case .exactly(let text), .ignoringCase(let text): text
    default: nil
    }
  }

  /// Whether one value alone passes, not counting the case of its letters.
  var isOneValue: Bool {
    switch self {
    case .exactly, .ignoringCase, .number, .truth, .null: true
    default: false
    }
  }

  /// Whether what passes `self`, which is one value, may pass `other`; true in doubt.
  func mayPass(_ other: EventPatternValue) -> Bool {
    if self == other { return true }
    guard let literal else { return other == .present || !other.isOneValue }
    let folded = CaseFolding.folded(literal.string.utf8)
    let isExact = if case .exactly = self { true } else { false }
    switch other {
    case .exactly(let text) where isExact: return text == literal
    case .exactly(let text), .ignoringCase(let text): return CaseFolding.folded(text.string.utf8) == folded
    case .prefix(let text, _): return folded.starts(with: CaseFolding.folded(text.string.utf8))
    case .suffix(let text, _):
      return folded.reversed().starts(with: CaseFolding.folded(text.string.utf8).reversed())
    case .number, .truth, .null, .absent: return false
    case .anythingBut(.exactly, let texts): return !isExact || !texts.contains(literal)
    case .anythingBut(.ignoringCase, let texts):
      return !texts.contains { CaseFolding.folded($0.string.utf8) == folded }
    case .anythingBut, .wildcard, .network, .present: return true
    }
  }
}
