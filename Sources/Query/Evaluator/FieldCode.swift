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

  /// Which of the predicates hold that begin at some steps, a bit each from the lowest.
  func answers(from starts: [Int], _ text: UnsafeBufferPointer<UInt8>, _ event: EventView) -> UInt64 {
    // All of it in one piece: asking for where the arrays lie costs more than most steps.
    steps.withUnsafeBufferPointer { steps in
      literals.withUnsafeBufferPointer { literals in
        networks.withUnsafeBufferPointer { networks in
          var asked = Asked(text: text, literals: literals, networks: networks)
          var answers: UInt64 = 0
          for place in starts.indices {
            var next = starts[place]
            while next >= 0 {
              let step = steps[next]
              next = asked.passes(step) ?? passesOther(step, text, event) ? step.passed : step.failed
            }
            if next == End.holds { answers |= 1 << place }
          }
          return answers
        }
      }
    }
  }

  private func passesOther(_ step: Step, _ text: UnsafeBufferPointer<UInt8>, _ event: EventView) -> Bool {
    Evaluation.passes(others[step.start], of: event, text: text, .unread)
  }

  /// The text of a field while it is asked about.
  private struct Asked {
    let text: UnsafeBufferPointer<UInt8>
    let literals: UnsafeBufferPointer<UInt8>
    let networks: UnsafeBufferPointer<Network>
    /// Read once for all that ask.
    private lazy var address = IPAddress(text)

    init(
      text: UnsafeBufferPointer<UInt8>, literals: UnsafeBufferPointer<UInt8>,
      networks: UnsafeBufferPointer<Network>
    ) {
      (self.text, self.literals, self.networks) = (text, literals, networks)
    }

    /// Nil for a test that is more than a comparison of bytes.
    @inline(__always)
    mutating func passes(_ step: Step) -> Bool? {
      switch step.test {
      case .isText: return text.count == step.count && isLiteral(step, at: 0)
      case .hasStart: return text.count >= step.count && isLiteral(step, at: 0)
      case .hasEnd: return text.count >= step.count && isLiteral(step, at: text.count - step.count)
      case .hasPart:
        let needle = UnsafeBufferPointer(rebasing: literals[step.start..<step.start + step.count])
        return SubstringSearch.isFound(needle, isCaseSensitive: step.isCaseSensitive, in: text)
      case .isInNetworks:
        guard let address else { return false }
        return networks[step.start..<step.start + step.count].contains { $0.contains(address) }
      case .other: return nil
      }
    }

    private func isLiteral(_ step: Step, at offset: Int) -> Bool {
      for place in 0..<step.count {
        let byte = text[offset + place]
        let folded = step.isCaseSensitive ? byte : CaseFolding.ascii(byte)
        if folded != literals[step.start + place] { return false }
      }
      return true
    }
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
