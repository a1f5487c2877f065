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
    fileprivate func isBefore(_ other: Newest) -> Bool {
      (time.milliseconds, key) < (other.time.milliseconds, other.key)
    }
  }

  fileprivate struct Slot: Hashable {
    let account: UInt32
    let source: UInt16
    let number: Int64
  }

  private var newest: [Slot: Newest] = [:]
  /// What was taken last, by the end of the account's number: the next event of an account most often is of the same slot.
  private var recent = [(slot: Slot, newest: Newest)?](repeating: nil, count: 256)

  /// Takes an event.
  mutating func take(_ one: Newest) {
    let slot = one.slot
    let end = Int(one.account) % recent.count
    if let last = recent[end], last.slot == slot {
      if last.newest.isBefore(one) { recent[end] = (slot, one) }
      return
    }
    keep(recent[end])
    recent[end] = (slot, newest[slot].flatMap { one.isBefore($0) ? $0 : nil } ?? one)
  }

  private mutating func keep(_ taken: (slot: Slot, newest: Newest)?) {
    if let taken { newest[taken.slot] = taken.newest }
  }

  /// What was taken, in no order.
  mutating func all() -> some Collection<Newest> {
    for taken in recent { keep(taken) }
    return newest.values
  }
}
