import CloudTrail

/// How many events came in during the last minute.
struct Rate: Sendable {
  private var arrivals: [(second: Int64, events: Int)] = []
  private(set) var perMinute = 0

  mutating func add(_ events: Int, at moment: Timestamp) {
    guard events > 0 else { return }
    if let last = arrivals.last, last.second == moment.seconds {
      arrivals[arrivals.count - 1].events += events
    } else {
      arrivals.append((moment.seconds, events))
    }
    advance(to: moment)
  }

  /// Forgets what came more than a minute before `moment`.
  mutating func advance(to moment: Timestamp) {
    arrivals.removeAll { $0.second <= moment.seconds - 60 || $0.second > moment.seconds }
    perMinute = arrivals.reduce(0) { $0 + $1.events }
  }
}
