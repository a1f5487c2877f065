import CloudTrail

/// Conditions on who acted: the key and its shown form come from one of several fields, by the identity's type (DESIGN, The domain:
/// Principal; COUNTING 14).
extension PushDown {
  /// The fields that a key may stand in as it is.
  private static let keyPlaces: [PushedPlace] = [
    "userIdentity.sessionContext.sessionIssuer.arn", "userIdentity.arn", "userIdentity.userName",
    "userIdentity.principalId", "userIdentity.invokedBy", "userIdentity.onBehalfOf.userId",
  ].map(PushedPlace.at)

  mutating func principal(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    guard bound == .atLeast else { return notPrincipal(pattern) }
    isExact = false
    guard !pattern.matches("unknown") else { return .anything }
    var parts = PushDown.keyPlaces.map { leaf($0, .text([pattern, pattern.ofKeyShownAs]), bound) }
    parts.append(accountKey(pattern))
    // Without an issuer the key is made of the session's ARN.
    parts.append(
      .conjunction([
        leaf(.at("userIdentity.type"), .text([.exact("AssumedRole")]), bound),
        absent(.at("userIdentity.sessionContext.sessionIssuer.arn")),
      ]))
    return .disjunction(parts)
  }

  /// An account's id as the key, padded.
  private func accountKey(_ pattern: TextPattern) -> PushedCondition {
    let place = PushedPlace.at("userIdentity.accountId")
    if let literal = pattern.literal { return leaf(place, .account(literal.string), .atLeast) }
    return leaf(place, pattern.hasOnlyDigits ? .value : .text([pattern]), .atLeast)
  }

  /// The key does not match: certain to be wrong only where the type says which field is the key, and that field matches.
  private mutating func notPrincipal(_ pattern: TextPattern) -> PushedCondition {
    isExact = false
    let issuer = ("userIdentity.sessionContext.sessionIssuer.arn", ["AssumedRole", "FederatedUser"])
    return .conjunction(
      [issuer, ("userIdentity.arn", ["IAMUser", "Root"]), ("userIdentity.invokedBy", ["AWSService"])].map {
        (path, types) in
        .disjunction([
          leaf(.at("userIdentity.type"), .text(types.map(TextPattern.exact)), .atMostNegated),
          leaf(.at(path), .text([pattern] + pattern.keysShownAs), .atMostNegated),
        ])
      })
  }

  /// What follows the last `/` of the ARN, else the last `:` of the `principalId`.
  mutating func session(_ pattern: TextPattern, _ bound: Bound) -> PushedCondition {
    isExact = false
    guard bound == .atLeast else { return .anything }
    let tail = TextPattern([.anyRun] + pattern.pieces, caseSensitive: pattern.caseSensitive)
    return .disjunction(
      ["userIdentity.arn", "userIdentity.principalId"].map { leaf(.at($0), .text([tail]), bound) })
  }
}

extension TextPattern {
  static func exact(_ text: String) -> TextPattern { TextPattern(exactly: text, caseSensitive: true) }

  /// A pattern that every key matches whose shown form matches this one: the ARN stands before it, and a path behind its slash.
  fileprivate var ofKeyShownAs: TextPattern {
    var wider: [Piece] = [.anyRun]
    for piece in pieces {
      switch piece {
      case .literal(let text):
        for (index, part) in text.string.split(separator: "/", omittingEmptySubsequences: false).enumerated()
        {
          if index > 0 { wider += [.literal(ExactString("/")), .anyRun] }
          wider.append(.literal(ExactString(String(part))))
        }
      case .anyOne: wider += [.anyOne, .anyRun]
      case .anyRun: wider.append(.anyRun)
      }
    }
    return TextPattern(wider, caseSensitive: caseSensitive)
  }

  /// Patterns that only keys match whose shown form matches this one: `role/NAME` or `user/NAME` without wildcards, in an ARN that
  /// has no path.
  fileprivate var keysShownAs: [TextPattern] {
    guard let literal, ["role/", "user/"].contains(where: { literal.string.hasPrefix($0) }),
      literal.string.utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1, !literal.string.hasSuffix("/")
    else { return [] }
    return ["aws", "aws-cn", "aws-us-gov"].map {
      TextPattern(
        [.literal(ExactString("arn:\($0):iam::"))] + Array(repeating: .anyOne, count: 12)
          + [.literal(ExactString(":\(literal.string)"))], caseSensitive: true)
    }
  }

  /// Whether its literals are digits alone, so that it may match an account's id.
  fileprivate var hasOnlyDigits: Bool {
    pieces.allSatisfy { piece in
      guard case .literal(let text) = piece else { return true }
      return text.string.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
  }
}
