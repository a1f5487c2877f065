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

    /// - Parameters:
    ///   - action: stands for `eventSource` and `eventName`.
    ///   - error: stands for `errorCode`.
    ///   - type: stands for `userIdentity.type`.
    ///   - userAgent: stands for `userAgent`.
    package init(action: UInt32, error: UInt32, type: UInt32, userAgent: UInt32) {
      (self.action, self.error, self.type, self.userAgent) = (action, error, type, userAgent)
    }

    /// All at once: it is looked up for every event.
    package func hash(into hasher: inout Hasher) {
      let (name, outcome) = (UInt64(action) << 32 | UInt64(userAgent), UInt64(error) << 32 | UInt64(type))
      hasher.combine(name ^ (outcome &* 0x9E37_79B9_7F4A_7C15))
    }
  }

  /// What is known of a kind.
  struct Outlook: Sendable {
    /// The rules that match each event.
    var matching: [Int] = []
    /// The rules that have to be asked of each.
    var open = RuleMatcher.Candidates()

    var isQuiet: Bool { matching.isEmpty && open.onRecord.isEmpty && open.onEnvelope.isEmpty }
  }

  /// The most kinds remembered; whoever chooses user agents must not choose how much memory that takes.
  private static let mostKinds = 1 << 16

  /// The place of a kind's outlook; -1 for kinds that no rule matches, which are most.
  private var places: [Kind: Int32] = [:]
  private var outlooks: [Outlook] = []

  package init() {}

  /// What is known of a kind, nil if no rule matches; `learn` says it of one met for the first time.
  mutating func outlook(of kind: Kind, learn: () -> Outlook) -> Outlook? {
    if let place = places[kind] { return place < 0 ? nil : outlooks[Int(place)] }
    if places.count == RuleMemo.mostKinds { (places, outlooks) = ([:], []) }
    let learnt = learn()
    guard !learnt.isQuiet else {
      places[kind] = -1
      return nil
    }
    places[kind] = Int32(outlooks.count)
    outlooks.append(learnt)
    return learnt
  }
}
