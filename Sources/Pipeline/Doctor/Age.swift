import CloudTrail

/// How long ago something was, in the words of a person who is in a hurry: `40 s`, `12 min`, `3 h`, `2 d`.
struct Age: CustomStringConvertible {
  let seconds: Int64

  init(from time: Timestamp, to now: Timestamp) {
    seconds = max(0, (now.milliseconds - time.milliseconds) / 1000)
  }

  var description: String {
    switch seconds {
    case ..<90: "\(seconds) s"
    case ..<5400: "\(seconds / 60) min"
    case ..<129_600: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) d"
    }
  }
}
