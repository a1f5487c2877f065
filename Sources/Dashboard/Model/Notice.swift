import CloudTrail
import Terminal

/// A word in the status line about what was just done, gone with the next key or after a few seconds.
struct Notice: Hashable, Sendable {
  var text: String
  var style: Style
  /// The moment it goes.
  var until: Timestamp
}

extension Model {
  /// Milliseconds that a notice stays: long enough to read a path.
  private static let noticeTime: Int64 = 8000

  mutating func say(_ text: String, _ style: Style = .good) {
    notice = Notice(
      text: text, style: style, until: Timestamp(milliseconds: now.milliseconds + Model.noticeTime))
  }

  /// Takes the notice away when its time is over.
  mutating func dropOldNotice() {
    if let notice, notice.until <= now { self.notice = nil }
  }
}
