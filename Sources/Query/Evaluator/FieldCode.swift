import CloudTrail

/// Tests of one text as steps, each of which says which comes next, as they are put together.
struct FieldCode {
  /// Plain numbers, so that nothing is owned.
  struct Step: BitwiseCopyable {
    enum Test: UInt8 {
      case isText
      case hasStart, hasEnd, hasPart
      /// An address of one of the networks from `start`.
      case isInNetworks
      /// The test at `start` of those that are more than comparisons of bytes.
      case other
    }

    let test: Test
    let isCaseSensitive: Bool
    let start: UInt32
    let count: UInt32
    /// The next step where the test is passed, and where it is not; or how the predicate ends.
    let passed: Int32
    let failed: Int32
  }

  /// How a predicate ends.
  enum End {
    static let holds: Int32 = -1
    static let fails: Int32 = -2
  }

  private(set) var steps: [Step] = []
  /// The literals and networks that steps compare with.
  private(set) var data: [UInt8] = []
  /// The tests that are more than comparisons of bytes.
  private(set) var others: [CompiledTest] = []
  private let firstOther: Int

  /// - Parameter firstOther: the place of the first of ``others`` among those of all code.
  init(firstOther: Int) { self.firstOther = firstOther }

  /// Adds a test; says where it begins.
  mutating func add(_ test: CompiledTest, passed: Int32, failed: Int32) -> Int32 {
    switch test {
    case .exists, .present: return passed
    case .within: return failed
    case .kind(let kind): return kind == .string ? passed : failed
    case .empty: return add(.isText, at: data.count, 0, passed, failed, isCaseSensitive: true)
    case .not(let test): return add(test, passed: failed, failed: passed)
    case .all(let tests): return tests.reversed().reduce(passed) { add($1, passed: $0, failed: failed) }
    case .any(let tests): return tests.reversed().reduce(failed) { add($1, passed: passed, failed: $0) }
    case .text(let matcher):
      guard let (place, literal) = matcher.literal else { return addOther(test, passed, failed) }
      if place != .whole, literal.isEmpty { return passed }
      data += literal
      return add(
        Step.Test(place), at: data.count - literal.count, literal.count, passed, failed,
        isCaseSensitive: matcher.isCaseSensitive)
    case .networks(let some):
      let start = data.count
      for network in some { data.append(copyOf: network) }
      return add(.isInNetworks, at: start, some.count, passed, failed)
    case .regex, .number, .time, .eventReference, .recordReference, .also:
      return addOther(test, passed, failed)
    }
  }

  private mutating func addOther(_ test: CompiledTest, _ passed: Int32, _ failed: Int32) -> Int32 {
    others.append(test)
    return add(.other, at: firstOther + others.count - 1, 1, passed, failed)
  }

  private mutating func add(
    _ test: Step.Test, at start: Int, _ count: Int, _ passed: Int32, _ failed: Int32,
    isCaseSensitive: Bool = false
  ) -> Int32 {
    steps.append(
      Step(
        test: test, isCaseSensitive: isCaseSensitive, start: UInt32(start), count: UInt32(count),
        passed: passed, failed: failed))
    return Int32(steps.count - 1)
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

extension [UInt8] {
  /// Adds a value's bytes as they lie in memory.
  mutating func append(copyOf value: some BitwiseCopyable) {
    Swift.withUnsafeBytes(of: value) { append(contentsOf: $0) }
  }
}
