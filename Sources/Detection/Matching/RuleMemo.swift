import CloudTrail
import Query

/// What rules say of events, learnt by one thread as it goes.
///
/// Each event goes a way: its action leads to what the rules that it does not rule out ask first, the answer to what is asked next, and
/// so on. At the end it is known which rules match, or what only the record itself can tell. Events that answer the same go the same way,
/// and a rule that is decided is asked no more.
///
///     action ── errorCode ── userAgent ── userIdentity's fields ── other fields and members that are asked about ── end
///     └───────────────────────── kind ───────────────────────┘
package struct RuleMemo: Sendable {
  /// The numbers that whoever counts events knows its names by: how far they lead is found out once for all events of a kind.
  package struct Kind: Sendable {
    fileprivate let actionAndError: UInt64
    fileprivate let actorAndAgent: UInt64

    /// - Parameters:
    ///   - action: stands for `eventSource` and `eventName`.
    ///   - error: stands for `errorCode`.
    ///   - type: stands for `userIdentity.type`.
    ///   - identity: the memo's class of the identity, which stands for its type too; nil where that is not known.
    ///   - userAgent: the memo's for `userAgent`.
    package init(action: UInt32, error: UInt32, type: UInt32, identity: UInt32?, userAgent: UInt32) {
      actionAndError = UInt64(action) << 32 | UInt64(error)
      actorAndAgent = UInt64(identity.map { $0 | RuleMemo.classFlag } ?? type) << 32 | UInt64(userAgent)
    }

    /// Whether it is of a class of identities.
    fileprivate var hasIdentityClass: Bool { actorAndAgent >> 63 == 1 }

    fileprivate var action: UInt64 { actionAndError >> 32 }

    /// What the action stands for.
    fileprivate static let actionFields: [RecordedField] = [.eventSource, .eventName]
    fileprivate static let askedOfActions = AskedFields(actionFields.map { AskedFields($0) })
    /// What the other numbers stand for.
    fileprivate static let otherFields: [RecordedField] = [.errorCode, .principalType, .userAgent]
  }

  /// Plain numbers, so that nothing is owned.
  private enum Node: BitwiseCopyable, Sendable {
    /// All is known.
    case told(RuleSet.Verdict)
    /// Only the record itself can tell what is left, by the place in `ends`.
    case end(UInt32)
    /// What is asked of a field leads on.
    case asking(FieldPrograms.Program)
  }

  /// The fields in the order in which they are asked about.
  private let order: [RecordedField]

  /// The most kinds and answers remembered, and the most nodes that keep what is left to ask there: whoever chooses user agents must not
  /// choose how much memory that takes.
  private static let mostAnswers = 1 << 16
  private static let mostNodes = 1 << 14
  /// The most user agents that are asked for their class: each is asked all.
  private static let mostAgents = 1 << 12
  /// Tells classes from numbers of texts, which are not as many.
  private static let classFlag: UInt32 = 1 << 31
  /// Where an action leads on from, which is no program.
  private static let start = UInt64.max

  private let matcher: RuleMatcher
  private var verdicts: RuleVerdicts
  private var identities: FieldClasses
  private var agents: FieldClasses
  /// How many user agents were asked for their class.
  private var agentCount = 0
  private var programs = FieldPrograms()
  /// By program, what is known of rules where it is asked.
  private var outlooks: [RuleOutlook] = []
  private var ends: [RuleWayEnd] = []
  /// Where a kind leads.
  private var kinds = AnswerTable<Node>()
  /// Where an action leads, and from there each answer but that nothing asked holds.
  private var answers = AnswerTable<Node>()
  /// By program, where that answer leads, which is most events'; nil where it was not met.
  private var refusals: [Node?] = []

  package init(of rules: RuleSet) {
    (matcher, verdicts) = (rules.matcher, RuleVerdicts(of: rules.matcher))
    identities = FieldClasses(matcher.identityQuestions)
    agents = FieldClasses(matcher.agentQuestions)
    // What a kind tells comes first.
    let first = Kind.otherFields + identities.fields
    order = first + RecordedField.allCases.filter { !first.contains($0) }
  }

  /// The class of an event's identity: identities of one class say the same to rules. Nil where there is none.
  /// - Parameter type: stands for `userIdentity.type`.
  package mutating func identityClass(of event: EventView, type: UInt32) -> UInt32? {
    identities.number(of: event, with: type)
  }

  /// What stands for an event's user agent: those that say the same to rules have one number. To be asked once of each.
  /// - Parameter number: stands for `userAgent`.
  package mutating func agentClass(of event: EventView, number: UInt32) -> UInt32 {
    guard agentCount < RuleMemo.mostAgents else { return number }
    agentCount += 1
    return agents.number(of: event, with: 0).map { $0 | RuleMemo.classFlag } ?? number
  }

  /// What was matched under a verdict of this memo.
  package subscript(verdict: RuleSet.Verdict) -> RuleSet.Matches { verdicts[verdict] }

  /// Calls `body` with the rules matched of whose events days tell all that correlations ask.
  package func forEachSighted(by verdict: RuleSet.Verdict, _ body: (Int) -> Void) {
    verdicts.forEachSighted(by: verdict, body)
  }

  /// Begins to bring near what is known of a kind, of which an event will be asked about soon.
  package func prefetch(_ kind: Kind) { kinds.prefetch(kind.actionAndError, kind.actorAndAgent) }

  /// Which rules match an event, in scope or not.
  /// - Parameter kind: nil where its names do not tell all that rules may ask of them.
  package mutating func verdict(on event: EventView, of kind: Kind?) -> RuleSet.Verdict {
    guard let kind else { return verdicts.verdict(on: matcher.found(in: event)) }
    if isFull { forgetWays() }
    var node = kinds[kind.actionAndError, kind.actorAndAgent] ?? learn(kind, event)
    while true {
      switch node {
      case .told(let verdict): return verdict
      case .end(let place):
        let end = Int(place)
        let found = ends[end].open.matches(event)
        return found.isEmpty ? ends[end].verdict : verdicts.verdict(on: ends[end].matching + found)
      case .asking(let program):
        guard let answer = programs.answers(of: event, program) else {
          let outlook = outlooks[programs.number(of: program)]
          return verdicts.verdict(on: outlook.matching + outlook.found(in: event))
        }
        node = after(program, answer)
      }
    }
  }

  // MARK: Ways

  private var isFull: Bool {
    kinds.count + answers.count >= RuleMemo.mostAnswers || outlooks.count + ends.count >= RuleMemo.mostNodes
  }

  private mutating func forgetWays() {
    (programs, outlooks, refusals, ends) = (FieldPrograms(), [], [], [])
    (kinds, answers) = (AnswerTable(), AnswerTable())
  }

  /// Where a kind leads that was not met before, as this event of it.
  private mutating func learn(_ kind: Kind, _ event: EventView) -> Node {
    var node = after(kind.action, event)
    let fields = kind.hasIdentityClass ? Kind.otherFields + identities.fields : Kind.otherFields
    while case .asking(let program) = node, case .recorded(let field) = programs.field(of: program),
      fields.contains(field),
      let answer = programs.answers(of: event, program)
    {
      node = after(program, answer)
    }
    kinds.add(kind.actionAndError, kind.actorAndAgent, leadingTo: node)
    return node
  }

  private mutating func after(_ action: UInt64, _ event: EventView) -> Node {
    if let next = answers[RuleMemo.start, action] { return next }
    // Most are ruled out by these, and need not be taken apart to find out.
    let possible = matcher.candidates(of: event).filter {
      $0.predicate.decided(by: Kind.askedOfActions, of: event) != false
    }
    var outlook = RuleOutlook(open: possible)
    for field in Kind.actionFields { outlook = outlook.knowing(.recorded(field), of: event) }
    let next = node(outlook)
    answers.add(RuleMemo.start, action, leadingTo: next)
    return next
  }

  private mutating func after(_ program: FieldPrograms.Program, _ answer: UInt64) -> Node {
    let number = programs.number(of: program)
    if let next = answer == 0 ? refusals[number] : answers[UInt64(number), answer] { return next }
    let field = programs.field(of: program)
    let next = node(outlooks[number].knowing(field, programs.each(answer, of: program)))
    if answer == 0 {
      refusals[number] = next
    } else {
      answers.add(UInt64(number), answer, leadingTo: next)
    }
    return next
  }

  /// Where that much is known.
  private mutating func node(_ outlook: RuleOutlook) -> Node {
    if outlook.open.isEmpty { return .told(verdicts.verdict(on: outlook.matching)) }
    let asked = outlook.asked
    let recorded = order.first { asked.contains(AskedFields($0)) }
    guard let field = recorded.map(AskedField.recorded) ?? outlook.firstMember else {
      ends.append(
        RuleWayEnd(
          matching: outlook.matching, verdict: verdicts.verdict(on: outlook.matching),
          open: OpenRules(outlook.open)))
      return .end(UInt32(ends.count - 1))
    }
    let parts = outlook.parts(decidedBy: field).prefix(FieldPrograms.mostParts)
    outlooks.append(outlook)
    refusals.append(nil)
    return .asking(programs.add(field, Array(parts)))
  }
}

/// What is known of events at the end of a way, where some rules are left to ask of the record.
private struct RuleWayEnd: Sendable {
  let matching: [Int]
  /// On those of which no other rule matches.
  let verdict: RuleSet.Verdict
  let open: OpenRules
}
