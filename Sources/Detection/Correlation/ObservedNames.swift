import CloudTrail

/// What correlations remember of events that differ in nothing they ask for: made once, and shared by all of them. A reading thread's own,
/// as the numbers of names are.
package struct ObservedNames: Sendable {
  private struct Kind: Hashable {
    let account: UInt32
    let principal: UInt32
    let action: UInt32
    let rules: RuleMatches
  }

  /// What events of one kind share.
  struct Shared: Sendable {
    let fields: [String: String]
    let rules: RuleMatches
  }

  /// The fields that are told by what an event is counted by.
  static let fields: Set<String> = ["account", "principal", "action"]
  /// How many kinds are remembered; then all are forgotten.
  private static let most = 16_384

  private var known: [Kind: Shared] = [:]

  package init() {}

  /// What is remembered of an event that is counted by `names` and matched `rules`; by `make` where none of its kind was met.
  mutating func shared(
    _ names: CountedNames, _ rules: RuleMatches, _ make: () -> [String: String]
  ) -> Shared {
    let kind = Kind(account: names.account, principal: names.principal, action: names.action, rules: rules)
    if let known = known[kind] { return known }
    if known.count >= ObservedNames.most { known = [:] }
    let made = Shared(fields: make(), rules: rules)
    known[kind] = made
    return made
  }
}
