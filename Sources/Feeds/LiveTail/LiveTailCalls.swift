import AWS
import CloudTrail
import Text

/// Opens sessions of Live Tail, which has a host of its own (FACTS, "CloudWatch Logs").
package struct LiveTailCalls: Sendable {
  private let endpoint: LogsCalls.Endpoint
  private let streams: any SignedStreams
  private let health: FeedHealth

  package init(endpoint: @escaping LogsCalls.Endpoint, streams: any SignedStreams, health: FeedHealth) {
    (self.endpoint, self.streams, self.health) = (endpoint, streams, health)
  }

  /// - Parameter groups: ARNs, as names are not taken.
  func start(_ groups: [String]) async throws(SourceFailure) -> any HTTPStream {
    let listed = groups.map(jsonString).joined(separator: ",")
    var request = LogsCalls.request(
      "StartLiveTail", "{\"logGroupIdentifiers\":[\(listed)]}", at: try await endpoint())
    // An update comes every second, be it empty: silence means that the connection is gone.
    request.timeLimit = nil
    health.asked()
    return try await streams.stream(answering: request)
  }

  /// A session was open for so long, which AWS bills.
  func used(_ time: Duration, at now: Timestamp) { health.used(time, at: now) }

  /// Whether the budget forbids a session.
  func isBudgetSpent(at now: Timestamp) -> Bool { health.budgetPause(at: now) != nil }
}
