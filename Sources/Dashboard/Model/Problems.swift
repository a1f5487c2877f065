import CloudTrail

/// What the session could not do, the latest last. What happens again is counted, not listed again.
struct Problems: Sendable {
  struct Entry: Hashable, Sendable {
    /// As it was told last; it always has a time.
    var problem: Problem
    /// When it was told first.
    var first: Timestamp
    var times = 1
    /// Nobody has looked at the list since.
    var isUnread = true
  }

  private(set) var entries: [Entry] = []

  /// The most kept: the latest.
  static let most = 500

  /// How many nobody has looked at.
  var unread: Int { entries.count(where: \.isUnread) }

  /// Adds a problem; one that does not say when it happened happened at `now`.
  mutating func add(_ problem: Problem, now: Timestamp) {
    var problem = problem
    let time = problem.time ?? now
    problem.time = time
    var entry = Entry(problem: problem, first: time)
    if let at = entries.lastIndex(where: { $0.problem.isSame(as: problem) }) {
      let earlier = entries.remove(at: at)
      (entry.first, entry.times) = (min(time, earlier.first), earlier.times + 1)
    }
    entries.append(entry)
    entries.removeFirst(max(0, entries.count - Problems.most))
  }

  /// Notes that all of them have been seen.
  mutating func markRead() { for index in entries.indices { entries[index].isUnread = false } }
}

extension Problem {
  /// Whether it is the same trouble, at whatever time.
  fileprivate func isSame(as other: Problem) -> Bool {
    ExactString(text) == ExactString(other.text) && ExactString(source) == ExactString(other.source)
  }
}
