import CloudTrail

/// The events of log groups as they come: `live:LOG-GROUP[,LOG-GROUP…]`.
///
/// Live Tail promises neither every event nor an order: it samples what is too much, drops what is fetched too slowly, and ends after
/// three hours (FACTS, "CloudWatch Logs"). So it is a fast lane beside FilterLogEvents, which every reading asks first, for what the
/// readings before may have missed.
package struct LiveTailSource: PolledSource {
  let session: LiveTailSession
  let stored: [LogEventsSource]
  let clock: PollClock
  /// How long the stream is read until the store is looked at again.
  let look: Duration

  package init(
    _ groups: LogGroups, logs: LogsCalls, calls: LiveTailCalls, look: Duration = .seconds(30),
    clock: PollClock = .system
  ) {
    session = LiveTailSession(groups.identifiers, logs: logs, calls: calls, clock: clock)
    stored = groups.identifiers.map { LogEventsSource($0, calls: logs, identity: .content) }
    (self.look, self.clock) = (look, clock)
  }

  /// Only the session is billed, which is not opened once the budget is spent; the store is asked for nothing.
  package var costsByReading: Bool { false }

  package func read(_ window: StoredWindow) -> LiveTailReading { LiveTailReading(self, window) }

  package func historyStart(after asked: Timestamp, at now: Timestamp) async throws(SourceFailure)
    -> HistoryStart?
  { try await stored.first?.calls.historyStart(of: stored.map(\.group), after: asked, at: now) }
}

extension LogGroups {
  /// The most groups of one session of Live Tail (FACTS, "CloudWatch Logs").
  package static let mostOfLiveTail = 10
}

extension Overlap {
  /// What was missed is found by the next reading; what was stored late comes by Live Tail itself.
  package static var liveTail: Overlap {
    var overlap = Overlap()
    overlap.near = .seconds(60)
    overlap.farEvery = .seconds(300)
    return overlap
  }
}

extension PollPace {
  /// A reading follows the other: the stream waits meanwhile, and AWS keeps ten updates at most.
  package static var liveTail: PollPace {
    var pace = PollPace(shortest: .milliseconds(200), longest: .milliseconds(200))
    pace.longestAfterFailure = .seconds(5)
    return pace
  }
}
