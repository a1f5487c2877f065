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
  /// The slot of the event before, which most often is the next one's too.
  private var before: (slot: Slot, newest: Newest)?

  /// Takes an event of an account, by its number.
  mutating func take(_ time: Timestamp, _ key: EventKey, account: UInt32) {
    let slot = Slot(account: account, number: time.milliseconds.flooredQuotient(Beat.slot))
    let one = Newest(time: time, key: key)
    if let before, before.slot == slot, !before.newest.isBefore(one) { return }
    let known = newest[slot].flatMap { one.isBefore($0) ? $0 : nil } ?? one
    newest[slot] = known
    before = (slot, known)
  }

  /// What was taken.
  func all(account: (UInt32) -> String, source: String?) -> [Beat] {
    newest.map { slot, newest in
      Beat(time: newest.time, id: newest.key.uuid, account: account(slot.account), source: source)
    }
  }

  mutating func removeAll() { self = Beats() }
}
