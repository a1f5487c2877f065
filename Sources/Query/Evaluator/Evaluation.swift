import CloudTrail

/// One event being asked. Generic over the subject, so that the store's rows and events in place run without
/// existentials.
enum Evaluation<Asked: Subject & ~Copyable> {
  /// The record, which may be slow to get: fetched at the first node that needs it and handed down from
  /// there.
  enum Root {
    case unread
    case read(JSONView?)
    /// Shared with other predicates.
    case shared(TopLevel)

    var view: JSONView? {
      switch self {
      case .unread: nil
      case .read(let view): view
      case .shared(let shared): shared.record
      }
    }
  }

  static func holds(_ node: CompiledNode, of subject: borrowing Asked, _ root: Root) -> Bool {
    switch node {
    case .constant(let value): return value
    case .all(let parts):
      for node in parts.light where !holds(node, of: subject, root) { return false }
      return parts.heavy.isEmpty
        || withRecord(of: subject, root) { root in parts.heavy.allSatisfy { holds($0, of: subject, root) } }
    case .any(let parts):
      for node in parts.light where holds(node, of: subject, root) { return true }
      return !parts.heavy.isEmpty
        && withRecord(of: subject, root) { root in parts.heavy.contains { holds($0, of: subject, root) } }
    case .not(let node): return !holds(node, of: subject, root)
    case .eventField(let field, let test):
      return withRecord(of: subject, root, if: test.readsRecord) { root in
        subject.withUTF8(of: field) { text in text.map { passes(test, of: subject, text: $0, root) } ?? false
        }
      }
    case .recordField(let path, let test, let quantifier):
      return withRecord(of: subject, root) { root in
        values(at: path, in: root, quantifier) { passes(test, of: subject, value: $0, root) }
      }
    case .recorded(let asked):
      return withRecord(of: subject, root) { root in
        subject.withRecorded(asked.field) { passes(asked.test, of: subject, text: $0, root) }
          ?? values(at: asked.path, in: root, asked.quantifier) {
            passes(asked.test, of: subject, value: $0, root)
          }
      }
    case .within(let asked):
      return withRecord(of: subject, root) { root in
        subject.withRecorded(asked.part) { part in
          values(at: asked.rest, in: .read(part), asked.quantifier) {
            passes(asked.test, of: subject, value: $0, root)
          }
        }
          ?? values(at: asked.whole, in: root, asked.quantifier) {
            passes(asked.test, of: subject, value: $0, root)
          }
      }
    case .elements(let path, let quantifier, let node):
      return withRecord(of: subject, root) { root in
        values(at: path, in: root, quantifier) { $0.kind != .array && holds(node, of: subject, .read($0)) }
      }
    case .time(let range): return range.contains(subject.time)
    case .error: return subject.isError
    case .denied: return subject.isDenied
    case .write: return subject.isWrite
    case .alert: return subject.anyAlert { _, _ in true }
    case .rule(let matcher): return subject.anyAlert { rule, _ in matcher.matches(rule) }
    case .severity(let range): return subject.anyAlert { _, severity in range.contains(severity) }
    case .anywhere(let search): return holds(search, of: subject, root)
    }
  }

  private static func holds(_ search: AnywhereSearch, of subject: borrowing Asked, _ root: Root) -> Bool {
    if subject.withUTF8(of: .account, { $0.map(search.isNamedAccount) ?? false }) { return true }
    if subject.withUTF8(of: .principal, { $0.map(search.matchesShownPrincipal) ?? false }) { return true }
    return withRecord(of: subject, root) { root in
      root.view.map(search.matches) ?? false
    }
  }

  private static func withRecord(
    of subject: borrowing Asked, _ root: Root, if needed: Bool = true, _ body: (Root) -> Bool
  ) -> Bool {
    guard needed, case .unread = root else { return body(root) }
    return subject.withRecord { body(.read($0)) }
  }

  private static func values(
    at path: CompiledPath, in root: Root, _ quantifier: Quantifier, _ passes: (JSONView) -> Bool
  ) -> Bool {
    switch quantifier {
    case .any: return anyValue(at: path, in: root, passes)
    case .every:
      var exists = false
      let fails = anyValue(at: path, in: root) { value in
        exists = true
        return !passes(value)
      }
      return exists && !fails
    }
  }

  private static func anyValue(at path: CompiledPath, in root: Root, _ passes: (JSONView) -> Bool) -> Bool {
    switch root {
    case .unread: false
    case .read(let record): record.map { path.anyValue(in: $0, passes) } ?? false
    case .shared(let shared): path.anyValue(in: shared, passes)
    }
  }

  // MARK: Tests

  /// A value of the record.
  private static func passes(_ test: CompiledTest, of subject: borrowing Asked, value: JSONView, _ root: Root)
    -> Bool
  {
    switch test {
    case .exists: return true
    case .present: return value.kind != .null && value.kind != .array
    case .empty: return value.isEmpty
    case .kind(let kind): return value.isOf(kind)
    case .within(let search): return value.kind == .object && search.matches(value)
    case .all(let tests): return tests.allSatisfy { passes($0, of: subject, value: value, root) }
    case .any(let tests): return tests.contains { passes($0, of: subject, value: value, root) }
    case .not(let test): return !passes(test, of: subject, value: value, root)
    default:
      guard value.isScalar else { return false }
      return value.withUTF8 { passes(test, of: subject, text: $0, root) }
    }
  }

  /// A text: a field of the event, or a scalar of the record.
  static func passes(
    _ test: CompiledTest, of subject: borrowing Asked, text: UnsafeBufferPointer<UInt8>, _ root: Root
  ) -> Bool {
    switch test {
    case .eventReference(let field, let place):
      return subject.withUTF8(of: field) { other in other.map { place.holds($0, in: text) } ?? false }
    case .recordReference(let path, let place):
      return values(at: path, in: root, .any) { other in
        other.isScalar && other.withUTF8 { place.holds($0, in: text) }
      }
    case .exists, .present: return true
    case .empty: return text.isEmpty
    case .within: return false
    case .kind(let kind): return kind == .string
    case .all(let tests): return tests.allSatisfy { passes($0, of: subject, text: text, root) }
    case .any(let tests): return tests.contains { passes($0, of: subject, text: text, root) }
    case .not(let test): return !passes(test, of: subject, text: text, root)
    case .also(let test, let form):
      return test.passes(text: text) ?? false || passes(test, of: subject, otherForm: form, text: text)
    case .text, .regex, .networks, .number, .time: return test.passes(text: text) ?? false
    }
  }

  private static func passes(
    _ test: CompiledTest, of subject: borrowing Asked, otherForm: CompiledTest.OtherForm,
    text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    switch otherForm {
    case .accounts(let ids): ids.containsSorted(text)
    case .shownPrincipal: ShownPrincipal.withUTF8(of: text) { test.passes(text: $0) ?? false }
    case .eventName: subject.withUTF8(of: .eventName) { $0.flatMap { test.passes(text: $0) } ?? false }
    }
  }
}

extension JSONView {
  /// A string, a number or a boolean.
  fileprivate var isScalar: Bool {
    switch kind {
    case .string, .number, .bool: true
    case .object, .array, .null: false
    }
  }

  fileprivate var isEmpty: Bool {
    switch kind {
    case .string: text?.raw.isEmpty ?? false
    case .array:
      !contains { body in forEachElement { _ in body() } }
    case .object:
      !contains { body in forEachMember { _, _ in body() } }
    case .number, .bool, .null: false
    }
  }

  private func contains(_ visit: (() -> Bool) -> Void) -> Bool {
    var found = false
    visit {
      found = true
      return false
    }
    return found
  }

  fileprivate func isOf(_ kind: ValueKind) -> Bool {
    switch self.kind {
    case .string: kind == .string
    case .number: kind == .number
    case .bool: kind == .bool
    case .null: kind == .null
    case .object: kind == .object
    case .array: false
    }
  }
}

extension Place {
  /// Whether `text` has `other` at this place.
  fileprivate func holds(_ other: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let spare = text.count - other.count
    guard spare >= 0 else { return false }
    return switch self {
    case .whole: spare == 0 && text.elementsEqual(other)
    case .start: text.starts(with: other)
    case .end: text.suffix(other.count).elementsEqual(other)
    case .anywhere: (0...spare).contains { text.dropFirst($0).starts(with: other) }
    }
  }
}

extension [[UInt8]] {
  /// Whether a list ordered by bytes holds `text`.
  func containsSorted(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].lexicographicallyPrecedes(text) { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].elementsEqual(text)
  }
}
