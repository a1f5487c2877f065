import CloudTrail

/// Why a rule matched, in one part: which field had which value, by which line.
package struct MatchReason: Hashable, Sendable {
  /// The field as the rule names it; empty for the whole record.
  package let field: String
  /// The value that was found; nil where the rule asks for none, or for something else than what was there.
  package let value: String?
  /// The rule's line, from 1; nil for a rule that is in no file.
  package let line: Int?

  package init(field: String, value: String?, line: Int?) {
    (self.field, self.value, self.line) = (field, value, line)
  }

  /// The most characters of a value that are kept.
  static let longestValue = 256
}

extension WrittenPredicate {
  /// Why it holds for the event, part by part; nil when it does not hold.
  /// - Parameter root: where record paths begin: the record, its envelope, or an element.
  package func reasons<Asked: Subject & ~Copyable>(
    for subject: borrowing Asked, pathsFrom root: JSONView?
  ) -> [MatchReason]? {
    switch self {
    case .all(let parts):
      var reasons: [MatchReason] = []
      for part in parts {
        guard let found = part.reasons(for: subject, pathsFrom: root) else { return nil }
        reasons += found
      }
      return reasons
    case .any(let parts):
      var reasons: [MatchReason]?
      for part in parts {
        if let found = part.reasons(for: subject, pathsFrom: root) { reasons = (reasons ?? []) + found }
      }
      return reasons
    case .not(let part):
      guard part.reasons(for: subject, pathsFrom: root) == nil else { return nil }
      return part.terms.map { MatchReason(field: $0.field, value: nil, line: $0.line) }
    case .elements(let steps, let part):
      guard let root else { return nil }
      var reasons: [MatchReason]?
      _ = CompiledPath(steps).anyValue(in: root) { element in
        reasons = part.reasons(for: subject, pathsFrom: element)
        return reasons != nil
      }
      return reasons
    case .term(let term):
      guard CompiledPredicate(term.predicate, recordAt: nil).matches(subject, pathsFrom: root) else {
        return nil
      }
      return term.reasons(for: subject, root)
    }
  }

  private var terms: [Term] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.terms)
    case .not(let part), .elements(_, let part): part.terms
    case .term(let term): [term]
    }
  }
}

extension WrittenPredicate.Term {
  /// One for each value that passes; one without a value where none is needed.
  fileprivate func reasons<Asked: Subject & ~Copyable>(
    for subject: borrowing Asked, _ root: JSONView?
  ) -> [MatchReason] {
    let values = MatchedValues.of(predicate, for: subject, root)
    guard !values.isEmpty else { return [MatchReason(field: field, value: nil, line: line)] }
    return values.map { MatchReason(field: field, value: $0, line: line) }
  }
}

/// The values that make a predicate true.
private enum MatchedValues {
  /// The most values that are named of one field.
  private static let most = 5

  static func of<Asked: Subject & ~Copyable>(
    _ predicate: Predicate, for subject: borrowing Asked, _ root: JSONView?
  ) -> [String] {
    switch predicate {
    case .any(let parts), .all(let parts):
      var values: [String] = []
      for part in parts { values += of(part, for: subject, root) }
      return Array(values.prefix(most))
    case .field(.event(let field), _, _):
      var value: String?
      _ = subject.withUTF8(of: field) { text in
        value = text.map(shown)
        return true
      }
      return value.map { [$0] } ?? []
    case .field(.record(let steps), let test, _):
      guard let root else { return [] }
      return of(CompiledPath(steps), test, for: subject, root)
    default: return []
    }
  }

  private static func of<Asked: Subject & ~Copyable>(
    _ path: CompiledPath, _ test: FieldTest, for subject: borrowing Asked, _ root: JSONView
  ) -> [String] {
    // A value compared with another field's is tested where both are, so it is named without being told apart.
    let compiled = test.refersToOthers ? nil : CompiledPredicate(.field(.record([]), test), recordAt: nil)
    var values: [String] = []
    _ = path.anyValue(in: root) { value in
      if compiled?.matches(subject, pathsFrom: value) ?? true { values.append(value.withUTF8(shown)) }
      return values.count == most
    }
    return values
  }

  private static func shown(_ text: UnsafeBufferPointer<UInt8>) -> String {
    String(String(decoding: text, as: UTF8.self).prefix(MatchReason.longestValue))
  }
}
