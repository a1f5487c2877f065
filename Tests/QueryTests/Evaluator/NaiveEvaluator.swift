import CloudTrail

@testable import Query

/// A JSON value as a tree.
indirect enum Tree {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([Tree])
  case object([(String, Tree)])

  /// Its JSON text.
  var json: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): text
    case .string(let text): Tree.quoted(text)
    case .array(let elements): "[" + elements.map(\.json).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(Tree.quoted($0.0)) : \($0.1.json)" }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { scalar in
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "a": "\\u0061"
        default: String(scalar)
        }
      }.joined() + "\""
  }

  /// Its text, where it has one.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): "\(value)"
    default: nil
    }
  }
}

/// The predicate's meaning written down a second time, slowly and over trees; of one event with its fields.
struct NaiveEvaluator {
  let root: Tree
  let fields: [EventField: String]
  let isError: Bool

  func holds(_ predicate: Predicate) -> Bool { holds(predicate, in: root) }

  private func holds(_ predicate: Predicate, in root: Tree) -> Bool {
    switch predicate {
    case .all(let parts): return !parts.contains { !holds($0, in: root) }
    case .any(let parts): return parts.contains { holds($0, in: root) }
    case .not(let part): return !holds(part, in: root)
    case .field(.event(let field), let test, _):
      return fields[field].map { passes(test, .string($0), in: root) } ?? false
    case .field(.record(let steps), let test, let quantifier):
      return choose(quantifier, values(steps[...], in: root)) { passes(test, $0, in: root) }
    case .elements(let steps, let quantifier, let part):
      return choose(quantifier, values(steps[...], in: root)) { value in
        if case .array = value { false } else { holds(part, in: value) }
      }
    case .flag(.error): return isError
    case .anywhere(let pattern): return texts(of: root).contains { contains($0, pattern) }
    default: return false
    }
  }

  private func choose(_ quantifier: Quantifier, _ values: [Tree], _ passes: (Tree) -> Bool) -> Bool {
    quantifier == .any ? values.contains(where: passes) : !values.isEmpty && values.allSatisfy(passes)
  }

  /// The values at a path; an empty array at its end is a value.
  private func values(_ steps: ArraySlice<FieldPath.Step>, in tree: Tree) -> [Tree] {
    guard let step = steps.first else {
      if case .array(let elements) = tree, !elements.isEmpty {
        return elements.flatMap { values(steps, in: $0) }
      }
      return [tree]
    }
    switch (step, tree) {
    case (.key(let key), .object(let members)):
      return members.last { ExactString($0.0) == key }.map { values(steps.dropFirst(), in: $0.1) } ?? []
    case (.key, .array(let elements)): return elements.flatMap { values(steps, in: $0) }
    case (.index(let index), .array(let elements)):
      return index < elements.count ? values(steps.dropFirst(), in: elements[index]) : []
    default: return []
    }
  }

  private func passes(_ test: FieldTest, _ value: Tree, in root: Tree) -> Bool {
    switch test {
    case .all(let tests): return tests.allSatisfy { passes($0, value, in: root) }
    case .any(let tests): return tests.contains { passes($0, value, in: root) }
    case .not(let test): return !passes(test, value, in: root)
    case .exists: return true
    case .present:
      switch value {
      case .null, .array: return false
      default: return true
      }
    case .empty:
      switch value {
      case .string(let text): return text.isEmpty
      case .array(let elements): return elements.isEmpty
      case .object(let members): return members.isEmpty
      default: return false
      }
    case .kind(let kind):
      switch value {
      case .string: return kind == .string
      case .number: return kind == .number
      case .bool: return kind == .bool
      case .null: return kind == .null
      case .object: return kind == .object
      case .array: return false
      }
    case .within(let pattern):
      guard case .object = value else { return false }
      return texts(of: value).contains { contains($0, pattern) }
    case .text(let pattern): return value.text.map { matches($0, pattern) } ?? false
    case .number(let range):
      guard let text = value.text, text.first?.isNumber ?? false, let number = Double(text) else {
        return false
      }
      return range.contains(.double(number))
    case .reference(let path, .whole):
      let others: [Tree] =
        switch path {
        case .event(let field): fields[field].map { [.string($0)] } ?? []
        case .record(let steps): values(steps[...], in: root)
        }
      guard let text = value.text else { return false }
      return others.contains { $0.text?.utf8.elementsEqual(text.utf8) ?? false }
    default: return false
    }
  }

  private func texts(of tree: Tree) -> [String] {
    switch tree {
    case .array(let elements): elements.flatMap(texts)
    case .object(let members): members.flatMap { [$0.0] + texts(of: $0.1) }
    default: tree.text.map { [$0] } ?? []
    }
  }

  private func contains(_ text: String, _ pattern: TextPattern) -> Bool {
    let scalars = Array(text.unicodeScalars)
    return (0...scalars.count).contains { start in
      (start...scalars.count).contains { end in matches(Array(scalars[start..<end])[...], pattern, 0) }
    }
  }

  private func matches(_ text: String, _ pattern: TextPattern) -> Bool {
    matches(Array(text.unicodeScalars)[...], pattern, 0)
  }

  private func matches(_ text: ArraySlice<Unicode.Scalar>, _ pattern: TextPattern, _ piece: Int) -> Bool {
    guard piece < pattern.pieces.count else { return text.isEmpty }
    switch pattern.pieces[piece] {
    case .anyOne: return !text.isEmpty && matches(text.dropFirst(), pattern, piece + 1)
    case .anyRun: return (0...text.count).contains { matches(text.dropFirst($0), pattern, piece + 1) }
    case .literal(let literal):
      let wanted = Array(literal.string.unicodeScalars)
      guard text.count >= wanted.count, zip(text, wanted).allSatisfy({ same($0, $1, pattern.caseSensitive) })
      else {
        return false
      }
      return matches(text.dropFirst(wanted.count), pattern, piece + 1)
    }
  }

  private func same(_ left: Unicode.Scalar, _ right: Unicode.Scalar, _ cased: Bool) -> Bool {
    left == right
      || (!cased
        && String(left).lowercased().unicodeScalars.elementsEqual(String(right).lowercased().unicodeScalars))
  }
}
