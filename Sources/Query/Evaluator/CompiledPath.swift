import CloudTrail

/// A record path with its keys as bytes.
struct CompiledPath: Sendable {
  /// Plain numbers, so that nothing is owned: all threads take the same steps.
  private enum Step: BitwiseCopyable, Sendable {
    /// - Parameter start: where its bytes begin in `names`.
    case key(start: Int, count: Int)
    case index(Int)
  }

  private let steps: [Step]
  private let names: [UInt8]
  /// It goes on from an envelope's `detail`.
  private let isBelowDetail: Bool

  init(_ steps: [FieldPath.Step]) {
    var names: [UInt8] = []
    self.steps = steps.map { step in
      switch step {
      case .key(let name):
        names += name.string.utf8
        return .key(start: names.count - name.string.utf8.count, count: name.string.utf8.count)
      case .index(let position): return .index(position)
      }
    }
    self.names = names
    isBelowDetail = steps.count > 1 && steps[0] == .key(ExactString("detail"))
  }

  /// The key of a path of one key.
  var onlyKey: [UInt8]? {
    guard steps.count == 1, case .key = steps[0] else { return nil }
    return names
  }

  private func withName<Result>(
    _ start: Int, _ count: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    names.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + count])) }
  }

  /// Calls `body` with each value at the path until it returns true; returns whether it did. An array stands
  /// for its elements, at any level; an empty one at the end for itself.
  func anyValue(in root: JSONView, _ body: (JSONView) -> Bool) -> Bool {
    anyValue(in: root, step: 0, body)
  }

  /// ``anyValue(in:_:)`` of a record whose members are known.
  func anyValue(in root: TopLevel, _ body: (JSONView) -> Bool) -> Bool {
    anyValue(in: root, step: 0, body)
  }

  private func anyValue(in root: TopLevel, step: Int, _ body: (JSONView) -> Bool) -> Bool {
    guard step < steps.count, case .key(let start, let count) = steps[step], root.record.kind == .object
    else {
      return anyValue(in: root.record, step: step, body)
    }
    if step == 0, isBelowDetail, let detail = root.detail { return anyValue(in: detail, step: 1, body) }
    guard let member = withName(start, count, root.member) else { return false }
    return anyValue(in: member, step: step + 1, body)
  }

  private func anyValue(in view: JSONView, step: Int, _ body: (JSONView) -> Bool) -> Bool {
    guard step < steps.count else {
      guard view.kind == .array else { return body(view) }
      var isEmpty = true
      let found = anyElement(of: view) { element in
        isEmpty = false
        return anyValue(in: element, step: step, body)
      }
      return found || (isEmpty && body(view))
    }
    switch (steps[step], view.kind) {
    case (.key(let start, let count), .object):
      guard let member = withName(start, count, { view.member($0) }) else { return false }
      return anyValue(in: member, step: step + 1, body)
    case (.key, .array): return anyElement(of: view) { anyValue(in: $0, step: step, body) }
    case (.index(let position), .array):
      var left = position
      return anyElement(of: view) { element in
        defer { left -= 1 }
        return left == 0 && anyValue(in: element, step: step + 1, body)
      }
    default: return false
    }
  }

  private func anyElement(of view: JSONView, _ body: (JSONView) -> Bool) -> Bool {
    var found = false
    view.forEachElement { element in
      found = body(element)
      return !found
    }
    return found
  }
}
