import CloudTrail

@testable import Detection

/// What a thread that reads remembers: what rules say of events, and the numbers of their names.
struct ReadingThread {
  private var memo: RuleMemo
  private var numbers: [[UInt8]: UInt32] = [:]
  private var agentClasses: [UInt32: UInt32] = [:]
  private var asked = 0

  init(_ rules: RuleSet) { memo = RuleMemo(of: rules) }

  /// The rules that match an event, as a thread that has read others finds them.
  mutating func matches(_ event: EventView) -> [Int] {
    let verdict = memo.verdict(on: event, of: event.isOrdinary ? kind(of: event) : nil)
    return memo[verdict].alerts.indices
  }

  private mutating func kind(of event: EventView) -> RuleMemo.Kind {
    var numbers: [[UInt8]: UInt32] = [:]
    swap(&numbers, &self.numbers)
    func number(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
      let key = Array(text)
      let known = numbers[key] ?? UInt32(numbers.count + 1)
      numbers[key] = known
      return known
    }
    let counted = event.countedNames(number)
    asked += 1
    // Not of every event is it known which class it is of.
    let knowsClasses = asked % 3 > 0
    let userAgent = event.userAgent?.withUTF8(number) ?? 0
    self.numbers = numbers
    let kind = RuleMemo.Kind(
      action: counted.action, error: counted.error, type: counted.type,
      identity: knowsClasses ? memo.identityClass(of: event, type: counted.type) : nil,
      userAgent: knowsClasses ? agentClass(of: event, userAgent) : userAgent)
    return kind
  }

  private mutating func agentClass(of event: EventView, _ userAgent: UInt32) -> UInt32 {
    if let known = agentClasses[userAgent] { return known }
    let found = memo.agentClass(of: event, number: userAgent)
    agentClasses[userAgent] = found
    return found
  }
}
