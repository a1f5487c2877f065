import CloudTrail

/// Conditions on places of the record.
extension PushDown {
  mutating func condition(
    at steps: [FieldPath.Step], _ test: FieldTest, _ quantifier: Quantifier, _ bound: Bound
  ) -> PushedCondition {
    var keys: [String] = []
    for step in steps {
      if case .key(let name) = step { keys.append(name.string) }
    }
    // Engines drop positions in arrays, so a condition on one element holds of another too.
    let isWhole = keys.count == steps.count && quantifier == .any
    if !isWhole { isExact = false }
    guard PushDown.isName(keys), isWhole || bound == .atLeast else { return widened() }
    let place = PushedPlace.record(keys)
    guard bound == .atLeast || place.hasOneName else { return widened() }
    return condition(place, test, bound)
  }

  /// Whether keys make a name that engines keep: none is empty or begins or ends with a dot.
  private static func isName(_ keys: [String]) -> Bool {
    !keys.isEmpty
      && keys.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".") && !$0.contains("..") }
  }

  /// Values at a place pass a test.
  mutating func condition(_ place: PushedPlace, _ test: FieldTest, _ bound: Bound) -> PushedCondition {
    switch (test, bound) {
    case (.text(let pattern), _): return leaf(place, .text([pattern]), bound)
    case (.all([]), _): return widened()
    case (.any(let tests), .atLeast): return .disjunction(tests.map { condition(place, $0, bound) })
    case (.any(let tests), .atMostNegated): return .conjunction(tests.map { condition(place, $0, bound) })
    case (.all(let tests), .atLeast):
      // One value passes all of them; the engine asks for one each.
      if tests.count > 1, !place.isOwn { isExact = false }
      return .conjunction(tests.map { condition(place, $0, bound) })
    case (.all(let tests), .atMostNegated):
      guard tests.count == 1 || place.isOwn else { return widened() }
      return .disjunction(tests.map { condition(place, $0, bound) })
    case (.present, _):
      isExact = false
      return leaf(place, .value, bound)
    case (.exists, .atMostNegated):
      isExact = false
      return leaf(place, .value, bound)
    default: return bound == .atLeast ? atLeast(place, test) : widened()
    }
  }

  /// Tests that an engine can only be asked with a margin.
  private mutating func atLeast(_ place: PushedPlace, _ test: FieldTest) -> PushedCondition {
    isExact = false
    switch test {
    case .regex(let pattern):
      return pattern.widerPattern.map { leaf(place, .text([$0]), .atLeast) } ?? .anything
    case .network(let network): return leaf(place, .network(network), .atLeast)
    case .number(let range): return leaf(place, .number(range), .atLeast)
    case .time(let range): return leaf(place, .time(range), .atLeast)
    default: return .anything
    }
  }
}
