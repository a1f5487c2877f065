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
    /// The rules that have to be asked of each.
    let open: Candidates

    init(matching: [Int], open: Candidates) { (self.matching, self.open) = (matching, open) }

    var isQuiet: Bool { matching.isEmpty && open.isEmpty }
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
  private var known: [Known] = []
  /// Places in `known` plus one by hash, 0 where free; at least twice as many as kinds, and no more than it takes: they are looked up
  /// for every event.
  private var slots: [UInt32] = []
  private var byAction: [UInt32: Outlook] = [:]

  package init() {}

  /// What is known of a kind, nil if no rule matches.
  /// - Parameters:
  ///   - ofAction: says what is known of all events of an action met for the first time.
  ///   - learn: says what more is known of a kind met for the first time.
  mutating func outlook(
    of kind: Kind, ofAction: () -> Outlook, learn: (Outlook) -> Outlook
  ) -> Outlook? {
    if slots.isEmpty { slots = [UInt32](repeating: 0, count: 1024) }
    var slot = kind.hash(seed) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot] - 1)
      if known[place].kind == kind { return known[place].outlook }
      slot = (slot + 1) & (slots.count - 1)
    }
    if known.count == RuleMemo.mostKinds {
      self = RuleMemo()
      return outlook(of: kind, ofAction: ofAction, learn: learn)
    }
    let action = byAction[kind.action] ?? ofAction()
    byAction[kind.action] = action
    let learnt = learn(action)
    known.append(Known(kind: kind, outlook: learnt.isQuiet ? nil : learnt))
    slots[slot] = UInt32(known.count)
    if known.count * 2 > slots.count { grow() }
    return known.last?.outlook
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (place, known) in known.enumerated() {
      var slot = known.kind.hash(seed) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(place + 1)
    }
    slots = larger
  }
}
