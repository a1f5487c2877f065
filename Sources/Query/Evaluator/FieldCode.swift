import CloudTrail

/// Tests of one text as steps, each of which says which comes next.
struct FieldCode: Sendable {
  /// Plain numbers, so that nothing is owned.
  fileprivate struct Step {
    enum Test {
      case isText
      case hasStart, hasEnd, hasPart
      /// An address of one of the networks from `start`.
      case isInNetworks
      /// The test at `start` of those that are more than comparisons of bytes.
      case other
    }

    let test: Test
    let isCaseSensitive: Bool
    let start: Int
    let count: Int
    /// The next step where the test is passed, and where it is not; or how the predicate ends.
    let passed: Int
    let failed: Int
  }

  /// How a predicate ends.
  enum End {
    static let holds = -1
    static let fails = -2
  }

  private var steps: [Step] = []
  private var literals: [UInt8] = []
  private var networks: [Network] = []
  private var others: [CompiledTest] = []

  /// Adds a test; says where it begins.
  mutating func add(_ test: CompiledTest, passed: Int, failed: Int) -> Int {
    switch test {
    case .exists, .present: return passed
    case .within: return failed
    case .kind(let kind): return kind == .string ? passed : failed
    case .empty: return add(.isText, [], isCaseSensitive: true, passed, failed)
    case .not(let test): return add(test, passed: failed, failed: passed)
    case .all(let tests): return tests.reversed().reduce(passed) { add($1, passed: $0, failed: failed) }
    case .any(let tests): return tests.reversed().reduce(failed) { add($1, passed: passed, failed: $0) }
    case .text(let matcher):
      guard let (place, literal) = matcher.literal else { return addOther(test, passed, failed) }
      if place != .whole, literal.isEmpty { return passed }
      return add(Step.Test(place), literal, isCaseSensitive: matcher.isCaseSensitive, passed, failed)
    case .networks(let some):
      networks += some
      return add(.isInNetworks, networks.count - some.count, some.count, passed, failed)
    case .regex, .number, .time, .eventReference, .recordReference, .also:
      return addOther(test, passed, failed)
    }
  }

  private mutating func addOther(_ test: CompiledTest, _ passed: Int, _ failed: Int) -> Int {
    others.append(test)
    return add(.other, others.count - 1, 1, passed, failed)
  }

  private mutating func add(
    _ test: Step.Test, _ literal: [UInt8], isCaseSensitive: Bool, _ passed: Int, _ failed: Int
  ) -> Int {
    literals += literal
    return add(
      test, literals.count - literal.count, literal.count, passed, failed, isCaseSensitive: isCaseSensitive)
  }

  private mutating func add(
    _ test: Step.Test, _ start: Int, _ count: Int, _ passed: Int, _ failed: Int, isCaseSensitive: Bool = false
  ) -> Int {
    steps.append(
      Step(
        test: test, isCaseSensitive: isCaseSensitive, start: start, count: count, passed: passed,
        failed: failed))
    return steps.count - 1
  }

  // MARK: Asking

  /// How a predicate ends that begins at a step.
  func ends(from step: Int, _ text: UnsafeBufferPointer<UInt8>, _ event: EventView) -> Int {
    steps.withUnsafeBufferPointer { steps in
      var next = step
      while next >= 0 {
        next = passes(steps[next], text, event) ? steps[next].passed : steps[next].failed
      }
      return next
    }
  }

  private func passes(_ step: Step, _ text: UnsafeBufferPointer<UInt8>, _ event: EventView) -> Bool {
    switch step.test {
    case .isText: text.count == step.count && isLiteral(step, text, at: 0)
    case .hasStart: text.count >= step.count && isLiteral(step, text, at: 0)
    case .hasEnd: text.count >= step.count && isLiteral(step, text, at: text.count - step.count)
    case .hasPart:
      literals.withUnsafeBufferPointer { literals in
        let needle = UnsafeBufferPointer(rebasing: literals[step.start..<step.start + step.count])
        return SubstringSearch.isFound(needle, isCaseSensitive: step.isCaseSensitive, in: text)
      }
    case .isInNetworks:
      IPAddress(text).map { address in
        networks[step.start..<step.start + step.count].contains { $0.contains(address) }
      } ?? false
    case .other: Evaluation.passes(others[step.start], of: event, text: text, .unread)
    }
  }

  private func isLiteral(_ step: Step, _ text: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    for place in 0..<step.count {
      let byte = text[offset + place]
      let folded = step.isCaseSensitive ? byte : CaseFolding.ascii(byte)
      if folded != literals[step.start + place] { return false }
    }
    return true
  }
}

extension FieldCode.Step.Test {
  fileprivate init(_ place: Place) {
    self =
      switch place {
      case .whole: .isText
      case .start: .hasStart
      case .end: .hasEnd
      case .anywhere: .hasPart
      }
  }
}
