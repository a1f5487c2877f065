import Detection

/// The sets of rules that events matched, each with a number; number 0 is the empty set.
struct AlertSets: Sendable {
  private var numbers: [RuleMatches: UInt32] = [:]
  private(set) var sets: [RuleMatches] = [.none]

  /// The number of the rules that make events alerts.
  mutating func number(of matches: RuleMatches) -> UInt32 {
    if matches.isEmpty { return 0 }
    if let known = numbers[matches] { return known }
    let number = UInt32(sets.count)
    numbers[matches] = number
    sets.append(matches)
    return number
  }
}
