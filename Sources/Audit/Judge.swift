import CloudTrail
import Detection
import Query

/// What decides whether an event counts: the window, the rules, the scope and the filter, in this order (COUNTING 20).
package struct Judge: Sendable {
  /// The first moment counted; nil for no bound.
  package let since: Timestamp?
  /// The moment counting ends before; nil for no bound.
  package let until: Timestamp?
  package let rules: RuleSet
  package let scope: Scope
  private let filter: CompiledPredicate?
  /// What the filter asks about alerts.
  let alertLeaves: AlertLeaves?
  /// Whether it asks about alerts, of which correlations may bring more.
  let asksAboutAlerts: Bool
  let hasRules: Bool
  /// The services of scope identity by length, so that most others are told apart without a comparison.
  private let identityByLength: [[[UInt8]]]

  package init(
    since: Timestamp? = nil, until: Timestamp? = nil, rules: RuleSet = RuleSet([]), scope: Scope = .identity,
    filter: Predicate? = nil, context: EvaluationContext = EvaluationContext()
  ) {
    (self.since, self.until, self.rules, self.scope) = (since, until, rules, scope)
    self.filter = filter.map { CompiledPredicate($0, context: context) }
    alertLeaves = filter.map { AlertLeaves(of: $0) }
    asksAboutAlerts = !(alertLeaves?.isEmpty ?? true)
    hasRules = !rules.rules.isEmpty
    let services = Scope.identityServices.map { Array($0.utf8) }
    let longest = services.map(\.count).max() ?? 0
    identityByLength = (0...longest).map { length in services.filter { $0.count == length } }
  }

  /// The event's flags, and the rules it matched.
  func judge(_ event: EventView) -> (flags: Row.Flags, matches: RuleSet.Matches) {
    guard isInWindow(event.time) else { return (facts(of: event), .none) }
    let matches = rules.matches(event)
    let flags = flags(
      of: event, isIdentity: isIdentity(event), isAlert: !matches.alerts.isEmpty,
      isObserved: !matches.sources.isEmpty, alerts: matches.alerts)
    return (flags, matches)
  }

  /// ``judge(_:)`` where it is known whether the event is of scope identity and, if its names tell, of which kind it is.
  func judge(
    _ event: EventView, isIdentity: Bool, kind: RuleMemo.Kind?, memo: inout RuleMemo
  ) -> (flags: Row.Flags, verdict: RuleSet.Verdict) {
    guard isInWindow(event.time) else { return (facts(of: event), .none) }
    let verdict = hasRules ? memo.verdict(on: event, of: kind) : .none
    let flags = flags(
      of: event, isIdentity: isIdentity, isAlert: verdict.isAlert, isObserved: verdict.isObserved,
      alerts: memo[verdict].alerts)
    return (flags, verdict)
  }

  /// The flags of an event in the window.
  /// - Parameters:
  ///   - isObserved: whether correlations are to know of it.
  ///   - alerts: asked for where there is a filter.
  private func flags(
    of event: EventView, isIdentity: Bool, isAlert: Bool, isObserved: Bool,
    alerts: @autoclosure () -> RuleMatches
  ) -> Row.Flags {
    var flags = facts(of: event)
    flags.insert(.inWindow)
    let isInScope = scope == .all || isAlert || isIdentity
    if isInScope { flags.insert(.inScope) }
    // What a correlation alerts about comes into scope later.
    guard isInScope || isObserved else { return flags }
    if filter == nil || passes(event, alerts()) { flags.insert(.passesFilter) }
    return flags
  }

  /// Whether an event passes the filter as an alert of these rules.
  func passes(_ event: EventView, _ alerts: RuleMatches) -> Bool {
    filter?.matches(JudgedEvent(event: event, matches: alerts, rules: rules)) ?? true
  }

  private func facts(of event: EventView) -> Row.Flags {
    var flags: Row.Flags = []
    if event.isError { flags.insert(.error) }
    if event.isDenied { flags.insert(.denied) }
    switch event.readOnly {
    case true?: flags.insert(.saysRead)
    case false?: flags.insert(.saysWrite)
    case nil: break
    }
    return flags
  }

  private func isInWindow(_ time: Timestamp) -> Bool {
    (since.map { $0 <= time } ?? true) && (until.map { time < $0 } ?? true)
  }

  /// Whether an identity service was called (DESIGN, Scope).
  func isIdentity(_ event: EventView) -> Bool {
    event.withUTF8(of: .service) { service in
      guard let service, service.count < identityByLength.count else { return false }
      return identityByLength[service.count].contains { $0.elementsEqual(service) }
    }
  }
}
