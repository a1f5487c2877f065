/// The sets of rules that events matched, each with its number.
struct RuleVerdicts: Sendable {
  private let matcher: RuleMatcher
  private var numbers: [[Int]: UInt32] = [:]
  private var matches: [RuleSet.Matches] = [.none]
  private var verdicts: [RuleSet.Verdict] = [.none]
  /// The rules of days of all verdicts, and by verdict where its own end: plain numbers, as they are asked for with many an event.
  private var sighted: [Int] = []
  private var sightedEnds: [Int] = [0]

  init(of matcher: RuleMatcher) { self.matcher = matcher }

  /// What was matched under a number.
  subscript(verdict: RuleSet.Verdict) -> RuleSet.Matches { matches[Int(verdict.number)] }

  /// Calls `body` with the rules matched of whose events days tell all that correlations ask.
  func forEachSighted(by verdict: RuleSet.Verdict, _ body: (Int) -> Void) {
    let number = Int(verdict.number)
    guard number > 0 else { return }
    for place in sightedEnds[number - 1]..<sightedEnds[number] { body(sighted[place]) }
  }

  /// The verdict on events that match some rules, told in any order.
  mutating func verdict(on found: [Int]) -> RuleSet.Verdict {
    if found.isEmpty { return .none }
    let found = found.sorted()
    if let known = numbers[found] { return verdicts[Int(known)] }
    let told = matcher.told(found)
    let verdict = RuleSet.Verdict(number: UInt32(verdicts.count), told)
    numbers[found] = verdict.number
    matches.append(told)
    verdicts.append(verdict)
    sighted += told.sourcesOfDays
    sightedEnds.append(sighted.count)
    return verdict
  }
}
