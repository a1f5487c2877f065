/// How long a source is left alone between two polls: short while something comes, longer the quieter it is or the less it can bear.
package struct PollPace: Hashable, Sendable {
  /// While events come.
  package var shortest: Duration
  /// While none do.
  package var longest: Duration
  /// The most after failures.
  package var longestAfterFailure = Duration.seconds(60)
  private var current: Duration
  private var isRecovering = false

  package init(shortest: Duration = .seconds(2), longest: Duration = .seconds(15)) {
    (self.shortest, self.longest, current) = (shortest, longest, shortest)
  }

  /// The pause after a poll that was answered; `fresh` tells whether it brought anything new.
  package mutating func pause(fresh: Bool) -> Duration {
    current = fresh || isRecovering ? shortest : min(longest, current * 3 / 2)
    isRecovering = false
    return current
  }

  /// The pause after a poll that failed: twice the one before, of a source that is asked too much at least 5 s.
  package mutating func pause(after failure: SourceFailure) -> Duration {
    isRecovering = true
    let least: Duration = failure.kind == .throttled ? .seconds(5) : shortest
    current = min(longestAfterFailure, max(least, current * 2))
    return current
  }
}
