import Synchronization

/// Wakes those who deliver: at once when an alert is raised, and now and then for what may be tried again. Ringing often rings once.
package final class Bell: Sendable {
  private let rings: AsyncStream<Void>
  private let hand: AsyncStream<Void>.Continuation
  private let closed = Atomic(false)

  package init() {
    (rings, hand) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  package func ring() { hand.yield() }

  /// Nothing more is begun; what is under way comes to its end.
  package func close() {
    closed.store(true, ordering: .relaxed)
    hand.finish()
  }

  var isClosed: Bool { closed.load(ordering: .relaxed) }

  /// Calls `body` at each ring, until the bell is closed. For one listener.
  func listen(_ body: () async -> Void) async {
    for await _ in rings where !isClosed { await body() }
  }

  /// Waits so long, or until the bell is closed.
  func rest(_ duration: Duration) async {
    let end = ContinuousClock.now + duration
    while !isClosed, case let left = end - .now, left > .zero {
      do { try await Task.sleep(for: min(left, .milliseconds(100))) } catch { return }
    }
  }
}
