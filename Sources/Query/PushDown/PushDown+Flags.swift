import CloudTrail

/// Conditions for the words of `is:`.
extension PushDown {
  mutating func condition(_ flag: EventFlag, _ bound: Bound) -> PushedCondition {
    switch flag {
    case .error: return error(bound)
    case .denied:
      return leaf(.at("errorCode"), .text(PushDown.denials), bound)
    case .write: return access(isRead: false, bound)
    case .read: return access(isRead: true, bound)
    case .root: return condition(.equals(.principalType, ExactString("Root")), bound)
    case .console: return condition(.madeInConsole, bound)
    case .alert: return widened()
    }
  }

  /// The spellings of "denied" (FACTS, CloudTrail records; COUNTING 17).
  private static let denials = [
    "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation",
  ].map { TextPattern(exactly: $0, caseSensitive: true) }

  /// An `errorCode` that is not empty, or a sign-in that failed (DESIGN, The domain: Error).
  private func error(_ bound: Bound) -> PushedCondition {
    let place = PushedPlace.at("errorCode")
    let empty = PushedTest.text([TextPattern(exactly: "", caseSensitive: true)])
    if bound == .atLeast {
      // An empty one is kept apart again here, not by the engine.
      let nonEmpty = PushedCondition.conjunction([
        leaf(place, .value, bound), leaf(place, empty, .atMostNegated),
      ])
      return .disjunction([nonEmpty, failedSignIn(bound)])
    }
    let none = PushedCondition.disjunction([leaf(place, .value, bound), leaf(place, empty, .atLeast)])
    return .conjunction([none, failedSignIn(bound)])
  }

  /// A ConsoleLogin whose `responseElements.ConsoleLogin` is `Failure`.
  func failedSignIn(_ bound: Bound) -> PushedCondition {
    let parts = [("eventName", "ConsoleLogin"), ("responseElements.ConsoleLogin", "Failure")].map {
      leaf(.at($0), .text([TextPattern(exactly: $1, caseSensitive: true)]), bound)
    }
    return bound == .atLeast ? .conjunction(parts) : .disjunction(parts)
  }

  /// What the record says; one that does not say it is judged here by its name (COUNTING 18).
  private mutating func access(isRead: Bool, _ bound: Bound) -> PushedCondition {
    isExact = false
    let wanted = bound == .atLeast ? isRead : !isRead
    let place = PushedPlace.at("readOnly")
    return .disjunction([leaf(place, .truth(wanted), .atLeast), leaf(place, .value, .atMostNegated)])
  }
}
