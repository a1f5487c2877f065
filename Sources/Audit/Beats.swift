import CloudTrail
import Detection

/// When which account had events, for silences: one event of an account's slot stands for all of them.
struct Beats: Sendable {
  private struct Slot: Hashable {
    let account: UInt32
    let number: Int64
  }

  private struct Newest {
    var time: Timestamp
    var key: EventKey

    /// Of two at one time the greater key, so that the order of reading matters not.
    func isBefore(_ other: Newest) -> Bool {
      (time.milliseconds, key.high, key.low) < (other.time.milliseconds, other.key.high, other.key.low)
    }
  }

  private var newest: [Slot: Newest] = [:]
  /// What was taken last, by the end of the account's number: the next event of an account most often is of the same slot.
  private var recent = [(slot: Slot, newest: Newest)?](repeating: nil, count: 64)

  /// Takes an event of an account, by its number.
  mutating func take(_ time: Timestamp, _ key: EventKey, account: UInt32) {
    let slot = Slot(account: account, number: time.milliseconds.flooredQuotient(Beat.slot))
    let one = Newest(time: time, key: key)
    let end = Int(account) % recent.count
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

  /// What was taken.
  mutating func all(account: (UInt32) -> String, source: String?) -> [Beat] {
    for taken in recent { keep(taken) }
    return newest.map { slot, newest in
      Beat(time: newest.time, id: newest.key.uuid, account: account(slot.account), source: source)
    }
  }

  mutating func removeAll() { self = Beats() }
}
