import Detection

/// The sets of rules that events matched, each with a number; number 0 is the empty set.
struct AlertSets: Sendable {
  private var numbers: [RuleMatches: UInt32] = [:]
  private(set) var sets: [RuleMatches] = [.none]
  /// Those asked for of late, by their place in memory: few of many events match what none matched before.
  private var recent = [(matches: RuleSet.Matches, number: UInt32)](
    repeating: (.none, 0), count: AlertSets.recentCount)
  private static let recentCount = 2048

  /// The number of what makes events alerts.
  mutating func number(of matches: RuleSet.Matches) -> UInt32 {
    let place = Int(matches.place >> 4 % UInt(AlertSets.recentCount))
    if recent[place].matches.isSame(as: matches) { return recent[place].number }
    let number = number(of: matches.alerts)
    recent[place] = (matches, number)
    return number
  }

  mutating func number(of matches: RuleMatches) -> UInt32 {
    if matches.isEmpty { return 0 }
    if let known = numbers[matches] { return known }
    let number = UInt32(sets.count)
    numbers[matches] = number
    sets.append(matches)
    return number
  }
}
