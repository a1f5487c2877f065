import CloudTrail
import Query

/// What rules say of kinds of events, learnt by one thread as it goes: of most events it is known from others of their kind that no
/// rule matches.
package struct RuleMemo: Sendable {
  /// What rules most often ask for: events that share it are a kind. The numbers are whoever counts events' own.
  package struct Kind: Hashable, Sendable {
    let action: UInt32
    let error: UInt32
    let type: UInt32
    let userAgent: UInt32

    /// The fields that a kind's events have in common.
    static let fields: Set<RecordedField> = [
      .eventSource, .eventName, .errorCode, .principalType, .userAgent,
    ]

    /// Those that the events of one action have in common.
    static let actionFields: Set<RecordedField> = [.eventSource, .eventName]

    /// - Parameters:
    ///   - action: stands for `eventSource` and `eventName`.
    ///   - error: stands for `errorCode`.
    ///   - type: stands for `userIdentity.type`.
    ///   - userAgent: stands for `userAgent`.
    package init(action: UInt32, error: UInt32, type: UInt32, userAgent: UInt32) {
      (self.action, self.error, self.type, self.userAgent) = (action, error, type, userAgent)
    }

    /// Where it is looked for first.
    fileprivate func hash(_ seed: UInt64) -> Int {
      let (name, outcome) = (UInt64(action) << 32 | UInt64(userAgent), UInt64(error) << 32 | UInt64(type))
      let product = (name ^ seed).multipliedFullWidth(by: outcome ^ 0x9E37_79B9_7F4A_7C15)
      return Int(truncatingIfNeeded: (product.high ^ product.low) &* seed >> 20)
    }
  }

  /// What is known of events that have something in common.
  ///
  /// A class, so that handing one out for an event costs one count of owners.
  final class Outlook: Sendable {
    /// The rules that match each event.
    let matching: [Int]
    /// The same, as it is told where no other matches.
    let matches: RuleSet.Matches
    /// The rules that have to be asked of each.
    let open: OpenRules

    init(matching: [Int], matches: RuleSet.Matches, open: OpenRules) {
      (self.matching, self.matches, self.open) = (matching, matches, open)
    }

    var isQuiet: Bool { matching.isEmpty && open.isEmpty }
  }

  /// What was learnt of a kind, and what the tests said that it was learnt by.
  struct Learnt {
    let outlook: Outlook
    let outcomes: [Bool]
  }

  /// Kinds of one action of which all tests say the same.
  private struct Likeness: Hashable {
    let action: UInt32
    let outcomes: [Bool]
  }

  /// The most kinds remembered; whoever chooses user agents must not choose how much memory that takes.
  private static let mostKinds = 1 << 16
  private static let anySeed = UInt64.random(in: .min ... .max) | 1

  private struct Known: Sendable {
    let kind: Kind
    /// Nil where no rule matches, which is most.
    let outlook: Outlook?
  }

  private let seed = RuleMemo.anySeed
  /// By hash, nil where free; at least twice as many as kinds, and no more than it takes: they are looked up for every event.
  private var known: [Known?] = []
  private var count = 0
  private var byAction: [UInt32: Outlook] = [:]
  /// What is known of kinds that are alike is kept once: the less it is, the closer it lies.
  private var byLikeness: [Likeness: Outlook] = [:]

  package init() {}

  /// What is known of a kind, nil if no rule matches.
  /// - Parameters:
  ///   - ofAction: says what is known of all events of an action met for the first time.
  ///   - learn: says what more is known of a kind met for the first time.
  mutating func outlook(
    of kind: Kind, ofAction: () -> Outlook, learn: (Outlook) -> Learnt
  ) -> Outlook? {
    if known.isEmpty { known = [Known?](repeating: nil, count: 1024) }
    var slot = kind.hash(seed) & (known.count - 1)
    while let one = known[slot] {
      if one.kind == kind { return one.outlook }
      slot = (slot + 1) & (known.count - 1)
    }
    if count == RuleMemo.mostKinds {
      self = RuleMemo()
      return outlook(of: kind, ofAction: ofAction, learn: learn)
    }
    let learnt = outlook(ofNew: kind, ofAction: ofAction, learn: learn)
    let outlook = learnt.isQuiet ? nil : learnt
    known[slot] = Known(kind: kind, outlook: outlook)
    count += 1
    if count * 2 > known.count { grow() }
    return outlook
  }

  private mutating func outlook(
    ofNew kind: Kind, ofAction: () -> Outlook, learn: (Outlook) -> Learnt
  ) -> Outlook {
    let action = byAction[kind.action] ?? ofAction()
    byAction[kind.action] = action
    let learnt = learn(action)
    let likeness = Likeness(action: kind.action, outcomes: learnt.outcomes)
    let outlook = byLikeness[likeness] ?? learnt.outlook
    byLikeness[likeness] = outlook
    return outlook
  }

  private mutating func grow() {
    var larger = [Known?](repeating: nil, count: known.count * 2)
    for case let one? in known {
      var slot = one.kind.hash(seed) & (larger.count - 1)
      while larger[slot] != nil { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = one
    }
    known = larger
  }
}
