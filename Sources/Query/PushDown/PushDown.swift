import CloudTrail

/// Takes a predicate apart into what a search engine can be asked.
///
/// Negations are pushed to the leaves first. Where something cannot be asked, the condition widens: what stands in a positive place is
/// replaced by something that holds at least as often, what stands in a negated place by something that holds at most as often.
struct PushDown {
  /// Which side a condition may err on.
  enum Bound {
    /// Holds wherever the predicate does.
    case atLeast
    /// Holds only where the predicate does not: the negation of at most the predicate.
    case atMostNegated
  }

  let context: EvaluationContext
  /// False once anything was widened: the engine may then match more than the predicate.
  var isExact = true

  init(context: EvaluationContext) { self.context = context }

  /// A condition that holds wherever `predicate` does.
  mutating func condition(_ predicate: Predicate) -> PushedCondition { condition(predicate, .atLeast) }

  mutating func widened() -> PushedCondition {
    isExact = false
    return .anything
  }

  mutating func condition(_ predicate: Predicate, _ bound: Bound) -> PushedCondition {
    switch predicate {
    case .all(let parts): return joined(parts, isConjunction: bound == .atLeast, bound)
    case .any(let parts): return joined(parts, isConjunction: bound != .atLeast, bound)
    case .not(let part): return condition(part, bound == .atLeast ? .atMostNegated : .atLeast)
    case .field(.event(let field), let test, _): return condition(field, test, bound)
    case .field(.record(let steps), let test, let quantifier):
      return condition(at: steps, test, quantifier, bound)
    case .elements(let steps, _, let part):
      // Some element satisfies it, so each condition on a member holds somewhere: never the other way round.
      guard bound == .atLeast, let inner = part.prefixed(by: steps) else { return widened() }
      isExact = false
      return condition(inner, bound)
    case .time(let range): return time(range, bound)
    case .flag(let flag): return condition(flag, bound)
    case .anywhere(let pattern): return anywhere(pattern, bound)
    case .rule, .severity: return widened()
    }
  }

  private mutating func joined(
    _ parts: [Predicate], isConjunction: Bool, _ bound: Bound
  ) -> PushedCondition {
    let conditions = parts.map { condition($0, bound) }
    return isConjunction ? .conjunction(conditions) : .disjunction(conditions)
  }

  /// A record's time is its `eventTime`; without a usable one something else (COUNTING 12).
  private mutating func time(_ range: TimeRange, _ bound: Bound) -> PushedCondition {
    let place = PushedPlace.at("eventTime")
    isExact = false
    if bound == .atLeast {
      return .disjunction([leaf(place, .time(range), .atLeast), leaf(place, .value, .atMostNegated)])
    }
    var outside: [PushedCondition] = [leaf(place, .value, .atMostNegated)]
    if let from = range.from, from.milliseconds > .min {
      let before = TimeRange(through: Timestamp(milliseconds: from.milliseconds - 1))
      outside.append(leaf(place, .time(before), .atLeast))
    }
    if let through = range.through, through.milliseconds < .max {
      let behind = TimeRange(from: Timestamp(milliseconds: through.milliseconds + 1))
      outside.append(leaf(place, .time(behind), .atLeast))
    }
    return .disjunction(outside)
  }

  private mutating func anywhere(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    isExact = false
    // Texts that stand nowhere in the record: what a missing key is called.
    guard bound == .atLeast, !pattern.unanchored.matches("unknown") else { return .anything }
    let named = context.accounts { name in TextMatcher(pattern.unanchored).matches(name) }
    let accounts = named.map { account(String(decoding: $0, as: UTF8.self)) }
    return .disjunction([leaf(.wholeRecord, .text([pattern.unanchored]), bound)] + accounts)
  }

  func leaf(_ place: PushedPlace, _ test: PushedTest, _ bound: Bound) -> PushedCondition {
    .leaf(PushedLeaf(place: place, test: test, isNegated: bound == .atMostNegated))
  }
}

extension Predicate {
  /// The predicate of an element as one of the whole record, in which each condition is looked for at any element; nil for one that
  /// has a negation, which another element would satisfy or not.
  fileprivate func prefixed(by steps: [FieldPath.Step]) -> Predicate? {
    switch self {
    case .all(let parts): return .all(parts.compactMap { $0.prefixed(by: steps) })
    case .any(let parts):
      let all = parts.compactMap { $0.prefixed(by: steps) }
      return all.count == parts.count ? .any(all) : nil
    case .field(.record(let inner), let test, _): return .field(.record(steps + inner), test)
    case .elements(let inner, let quantifier, let part): return .elements(steps + inner, quantifier, part)
    case .not, .anywhere, .flag(.console): return nil
    case .field(.event, _, _), .time, .flag, .rule, .severity: return self
    }
  }
}
