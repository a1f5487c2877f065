import CloudTrail
import Query

/// What rules say of events, learnt by one thread as it goes.
///
/// Each event goes a way: its action leads to what the rules that it does not rule out ask first, the answer to what is asked next, and
/// so on. At the end it is known which rules match, or what only the record itself can tell. Events that answer the same go the same way,
/// and a rule that is decided is asked no more.
///
///     action ── errorCode ── userIdentity.type ── userAgent ── other fields that are asked about ── end
package struct RuleMemo: Sendable {
  /// The numbers that whoever counts events knows its names by: what is the same for all events of a number is asked once.
  package struct Kind: Sendable {
    let action: UInt32
    let error: UInt32
    let type: UInt32
    let userAgent: UInt32

    /// - Parameters:
    ///   - action: stands for `eventSource` and `eventName`.
    ///   - error: stands for `errorCode`.
    ///   - type: stands for `userIdentity.type`.
    ///   - userAgent: stands for `userAgent`.
    package init(action: UInt32, error: UInt32, type: UInt32, userAgent: UInt32) {
      (self.action, self.error, self.type, self.userAgent) = (action, error, type, userAgent)
    }

    /// What the action stands for.
    fileprivate static let actionFields: [RecordedField] = [.eventSource, .eventName]

    /// The number of what an event has at a field; nil for a field that has none.
    fileprivate func number(of field: RecordedField) -> UInt32? {
      switch field {
      case .errorCode: error
      case .principalType: type
      case .userAgent: userAgent
      default: nil
      }
    }
  }

  private enum Node: Sendable {
    /// All is known.
    case told(RuleSet.Matches)
    /// Only the record itself can tell what is left.
    case end(RuleWayEnd)
    /// What is asked of a field leads on.
    case asking(FieldProgram)
  }

  /// The fields in the order in which they are asked about.
  private static let order: [RecordedField] = {
    let first: [RecordedField] = [.errorCode, .principalType, .userAgent]
    return first + RecordedField.allCases.filter { !first.contains($0) }
  }()

  /// The most answers remembered, and the most nodes, which keep what is left to ask there: whoever chooses user agents must not choose
  /// how much memory that takes.
  private static let mostAnswers = 1 << 16
  private static let mostNodes = 1 << 14
  /// Where an action leads on from, which is no node.
  private static let start = UInt32.max
  /// Added to a node where the number of a field leads on from it as what is asked of the field would: asking is spared.
  private static let byNumber: UInt32 = 1 << 31
  /// No rule matches, which is so of many events.
  private static let quiet: UInt32 = 0

  private var nodes: [Node] = [.told(.none)]
  /// By node, the field that is asked there: apart from the rest, which has owners to count.
  private var fields: [RecordedField?] = [nil]
  /// By node, what is known there of rules; nothing is left to learn at the end of a way.
  private var outlooks: [RuleOutlook] = [RuleOutlook(open: [])]
  private var known = AnswerTable()
  /// Ways at whose end nothing is left to ask, by the rules that match: the fewer there are, the closer they lie.
  private var ends: [[Int]: UInt32] = [:]

  package init() {}

  /// The rules that match an event; nil where only the record itself tells.
  mutating func matches(_ event: EventView, of kind: Kind, in matcher: RuleMatcher) -> RuleSet.Matches? {
    if known.count >= RuleMemo.mostAnswers || nodes.count >= RuleMemo.mostNodes { self = RuleMemo() }
    var node = after(kind.action, event, matcher)
    while true {
      if let next = after(node, numberIn: kind) {
        node = next
        continue
      }
      switch nodes[Int(node)] {
      case .told(let matches): return matches
      case .end(let end): return end.matches(event, in: matcher)
      case .asking(let program):
        guard let answers = program.answers(of: event) else { return nil }
        node = after(node, answers, of: program, kind, matcher)
      }
    }
  }

  // MARK: Ways

  private mutating func after(_ action: UInt32, _ event: EventView, _ matcher: RuleMatcher) -> UInt32 {
    if let next = known[RuleMemo.start, UInt64(action)] { return next }
    // Most are ruled out by these, and need not be taken apart to find out.
    let possible = matcher.candidates(of: event).filter {
      $0.predicate.decided(by: Kind.actionFields, of: event) != false
    }
    var outlook = RuleOutlook(open: possible)
    for field in Kind.actionFields { outlook = outlook.knowing(field, of: event) }
    let next = add(outlook, matcher)
    known.add(RuleMemo.start, UInt64(action), leadingTo: next)
    return next
  }

  /// Where the number of what is asked about leads on; nil where it has none, or is new.
  private func after(_ node: UInt32, numberIn kind: Kind) -> UInt32? {
    guard let number = fields[Int(node)].flatMap(kind.number) else { return nil }
    return known[node | RuleMemo.byNumber, UInt64(number)]
  }

  private mutating func after(
    _ node: UInt32, _ answers: UInt64, of program: FieldProgram, _ kind: Kind, _ matcher: RuleMatcher
  ) -> UInt32 {
    let field = program.field
    let next =
      known[node, answers]
      ?? add(outlooks[Int(node)].knowing(field, program.each(answers)), at: node, answers, matcher)
    if let number = kind.number(of: field) {
      known.add(node | RuleMemo.byNumber, UInt64(number), leadingTo: next)
    }
    return next
  }

  private mutating func add(
    _ outlook: RuleOutlook, at node: UInt32, _ answers: UInt64, _ matcher: RuleMatcher
  ) -> UInt32 {
    let next = add(outlook, matcher)
    known.add(node, answers, leadingTo: next)
    return next
  }

  /// A node where that much is known.
  private mutating func add(_ outlook: RuleOutlook, _ matcher: RuleMatcher) -> UInt32 {
    if outlook.open.isEmpty { return end(outlook.matching.sorted(), matcher) }
    guard let field = RuleMemo.order.first(where: outlook.asks) else {
      return add(.end(RuleWayEnd(outlook, matcher)))
    }
    let parts = outlook.parts(decidedBy: field).prefix(FieldProgram.mostParts)
    return add(.asking(FieldProgram(field, Array(parts))), asking: field, outlook)
  }

  /// The end of ways where all is known.
  private mutating func end(_ matching: [Int], _ matcher: RuleMatcher) -> UInt32 {
    if matching.isEmpty { return RuleMemo.quiet }
    let end = ends[matching] ?? add(.told(matcher.told(matching)))
    ends[matching] = end
    return end
  }

  private mutating func add(
    _ node: Node, asking field: RecordedField? = nil, _ outlook: RuleOutlook = RuleOutlook(open: [])
  ) -> UInt32 {
    nodes.append(node)
    fields.append(field)
    outlooks.append(outlook)
    return UInt32(nodes.count - 1)
  }
}

/// What is known of events at the end of a way, where some rules are left to ask of the record.
private final class RuleWayEnd: Sendable {
  private let matching: [Int]
  /// The same, as it is told where no other matches.
  private let matches: RuleSet.Matches
  private let open: OpenRules

  init(_ outlook: RuleOutlook, _ matcher: RuleMatcher) {
    (matching, matches, open) = (
      outlook.matching, matcher.told(outlook.matching), OpenRules(outlook.open)
    )
  }

  func matches(_ event: EventView, in matcher: RuleMatcher) -> RuleSet.Matches {
    let found = open.matches(event)
    return found.isEmpty ? matches : matcher.told(matching + found)
  }
}
