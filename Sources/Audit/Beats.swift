import CloudTrail
import Detection

/// When which account had events, for silences: one event of an account's slot stands for all of them that one source brought.
struct Beats: Sendable {
  /// The newest event of a slot.
  struct Newest: Sendable {
    /// By its number.
    let account: UInt32
    let source: UInt16
    let time: Timestamp
    let key: EventKey

    fileprivate var slot: Slot {
      Slot(account: account, source: source, number: time.milliseconds.flooredQuotient(Beat.slot))
    }

    /// Of two at one time the greater key, so that the order of reading matters not.
    @inline(__always)
    fileprivate func isBefore(_ other: Newest) -> Bool {
      time.milliseconds != other.time.milliseconds
        ? time.milliseconds < other.time.milliseconds : key < other.key
    }
  }

  fileprivate struct Slot: Hashable {
    let account: UInt32
    let source: UInt16
    let number: Int64
  }

  /// What was taken last of one account and source.
  private struct Recent {
    let slot: Slot
    /// When the slot begins, in milliseconds.
    let start: Int64
    var newest: Newest

    /// Of no account: a slot that no time lies in.
    static let none = Recent()

    var isNone: Bool { start == .max }

    private init() {
      let never = Newest(
        account: 0, source: 0, time: Timestamp(milliseconds: .max), key: EventKey(high: 0, low: 0))
      (slot, start, newest) = (Slot(account: 0, source: 0, number: .max), .max, never)
    }

    init(_ slot: Slot, _ newest: Newest) {
      (self.slot, start, self.newest) = (slot, slot.number * Beat.slot, newest)
    }

    /// Takes an event of the same slot, which is told without a division; says whether it is one.
    @inline(__always)
    mutating func take(_ one: Newest) -> Bool {
      let past = one.time.milliseconds &- start
      guard slot.account == one.account, slot.source == one.source, past >= 0, past < Beat.slot else {
        return false
      }
      if newest.isBefore(one) { newest = one }
      return true
    }
  }

  private static let recentCount = 256

  private var newest: [Slot: Newest] = [:]
  /// By the end of the account's number: the next event of an account most often is of the same slot.
  private var recent = [Recent](repeating: .none, count: Beats.recentCount)

  /// Takes an event.
  mutating func take(_ one: Newest) {
    let end = Int(one.account) % Beats.recentCount
    if recent.withUnsafeMutableBufferPointer({ $0[end].take(one) }) { return }
    keep(recent[end])
    let slot = one.slot
    let known = newest[slot].flatMap { one.isBefore($0) ? $0 : nil }
    recent[end] = Recent(slot, known ?? one)
  }

  private mutating func keep(_ taken: Recent) {
    if !taken.isNone { newest[taken.slot] = taken.newest }
  }

  /// What was taken, in no order.
  mutating func all() -> some Collection<Newest> {
    for taken in recent { keep(taken) }
    return newest.values
  }
}
