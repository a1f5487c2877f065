import CloudTrail

/// Conditions on the fields that are derived from a record, in terms of the fields they are derived from (DESIGN, The domain).
extension PushDown {
  mutating func condition(_ field: EventField, _ test: FieldTest, _ bound: Bound) -> PushedCondition {
    switch field {
    case .account: return texts(test, bound) { $0.account($1, $2) }
    case .principal: return texts(test, bound) { $0.principal($1, $2) }
    case .action: return texts(test, bound) { $0.action($1, $2) }
    case .service: return texts(test, bound) { $0.service($1, $2) }
    case .session: return texts(test, bound) { $0.session($1, $2) }
    case .errorCode: return errorCode(test, bound)
    case .principalType: return present(.at("userIdentity.type"), test, bound)
    case .eventName: return present(.at("eventName"), test, bound)
    case .awsRegion: return present(.at("awsRegion"), test, bound)
    case .sourceIPAddress: return present(.at("sourceIPAddress"), test, bound)
    case .userAgent: return present(.at("userAgent"), test, bound)
    case .accessKeyId: return present(.at("userIdentity.accessKeyId"), test, bound)
    case .eventID: return present(.at("eventID"), test, bound)
    }
  }

  /// A test of a field whose empty text counts as absent (COUNTING 10).
  private mutating func present(_ place: PushedPlace, _ test: FieldTest, _ bound: Bound) -> PushedCondition {
    let condition = condition(place, test, bound)
    guard test.mayPassEmpty else { return condition }
    let empty = PushedTest.text([.exact("")])
    return bound == .atLeast
      ? .conjunction([condition, leaf(place, empty, .atMostNegated)])
      : .disjunction([condition, leaf(place, empty, .atLeast)])
  }

  /// The place has no text, or an empty one.
  func absent(_ place: PushedPlace) -> PushedCondition {
    .disjunction([leaf(place, .value, .atMostNegated), leaf(place, .text([.exact("")]), .atLeast)])
  }

  /// A test of one derived text, taken apart to the patterns it is made of.
  private mutating func texts(
    _ test: FieldTest, _ bound: Bound,
    _ condition: (inout PushDown, TextPattern, Bound) -> PushedCondition
  ) -> PushedCondition {
    switch test {
    case .text(let pattern): return condition(&self, pattern, bound)
    case .regex(let regex):
      isExact = false
      guard bound == .atLeast, let pattern = regex.widerPattern else { return .anything }
      return condition(&self, pattern, bound)
    case .all([]): return widened()
    case .any(let tests), .all(let tests):
      let parts = tests.map { texts($0, bound, condition) }
      let isAny = if case .any = test { true } else { false }
      return isAny == (bound == .atLeast) ? .disjunction(parts) : .conjunction(parts)
    default: return widened()
    }
  }

  private mutating func errorCode(_ test: FieldTest, _ bound: Bound) -> PushedCondition {
    let recorded = present(.at("errorCode"), test, bound)
    isExact = false
    // Of a failed sign-in the field is the result, which has no code of its own.
    return bound == .atLeast ? .disjunction([recorded, failedSignIn(bound)]) : recorded
  }

  // MARK: Account

  /// The id or the name.
  private mutating func account(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    guard !pattern.matches("unknown") else { return widened() }
    var ids = context.accounts { TextMatcher(pattern).matches($0) }.map {
      String(decoding: $0, as: UTF8.self)
    }
    if let literal = pattern.literal { ids.append(literal.string) }
    guard pattern.literal == nil else {
      return bound == .atLeast
        ? .disjunction(ids.map(account)) : .conjunction(ids.map { account($0).negated })
    }
    isExact = false
    guard bound == .atLeast, pattern.beginsBeyondZero else { return .anything }
    return .disjunction(ids.map(account) + PushDown.accountPlaces.map { leaf($0, .text([pattern]), bound) })
  }

  private static let accountPlaces: [PushedPlace] = [
    .at("recipientAccountId"), .envelopeAccount, .at("userIdentity.accountId"),
  ]

  /// The account is the one of this id: the first place that has one counts.
  func account(_ id: String) -> PushedCondition {
    var missing: [PushedCondition] = []
    var ways: [PushedCondition] = []
    for place in PushDown.accountPlaces {
      ways.append(.conjunction(missing + [leaf(place, .account(id), .atLeast)]))
      missing.append(absent(place))
    }
    return .disjunction(ways)
  }

  // MARK: Action

  /// `eventSource` without `.amazonaws.com`; without an `eventSource` `unknown`.
  private mutating func service(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    let place = PushedPlace.at("eventSource")
    let suffix = TextPattern.Piece.literal(ExactString(".amazonaws.com"))
    let whole = TextPattern(pattern.pieces + [suffix], caseSensitive: pattern.caseSensitive)
    // What ends like the suffix, or may, is also found where the suffix was left out.
    if pattern.literal.map({ $0.string.hasSuffix(".com") || $0.string.isEmpty }) ?? true { isExact = false }
    if bound == .atMostNegated {
      isExact = false
      // Only with the suffix in small letters is it left out.
      let written = TextPattern([.anyRun, suffix], caseSensitive: true)
      return .disjunction([leaf(place, .text([whole]), bound), leaf(place, .text([written]), bound)])
    }
    var parts = [leaf(place, .text([whole, pattern]), bound)]
    if pattern.matches("unknown") { parts.append(absent(place)) }
    return .disjunction(parts)
  }

  /// `SERVICE:NAME`, or the name alone. The colon of the text is matched by some place of the pattern: each is tried.
  private mutating func action(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    let place = PushedPlace.at("eventName")
    let halves = pattern.splitsAtColon.map { service, name in
      var named = leaf(place, .text([name]), bound)
      if bound == .atLeast, name.matches("unknown") {
        named = .disjunction([named, absent(place)])
      }
      let parts = [self.service(service, bound), named]
      return bound == .atLeast ? PushedCondition.conjunction(parts) : .disjunction(parts)
    }
    let alone = leaf(place, .text([pattern]), bound)
    return bound == .atLeast ? .disjunction(halves + [alone]) : .conjunction(halves + [alone])
  }
}

extension FieldTest {
  /// Whether an empty text may pass.
  fileprivate var mayPassEmpty: Bool {
    switch self {
    case .text(let pattern): pattern.matches("")
    case .any(let tests), .all(let tests): tests.contains { $0.mayPassEmpty }
    case .number, .time, .network, .within, .kind: false
    case .regex, .reference, .exists, .present, .empty, .not: true
    }
  }
}
