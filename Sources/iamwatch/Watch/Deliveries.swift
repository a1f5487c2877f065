import AWS
import CloudTrail
import Notify
import Query
import State
import Text

/// The loops that deliver, one a destination.
struct Deliveries: Sendable {
  let names: [String]
  let bells: [Bell]
  private let state: WatchState
  private let loops: [Task<Void, Never>]

  /// Begins to deliver.
  /// - Parameter decided: what the configuration decides about alerts.
  init(
    _ destinations: [any Destination], _ state: WatchState, decided: [AlertDecision], _ counters: Counters
  ) {
    self.state = state
    names = destinations.map(\.name)
    let bells = destinations.map { _ in Bell() }
    self.bells = bells
    loops = zip(destinations, bells).map { destination, bell in
      let loop = DeliveryLoop(
        destination, ledger: state.file, context: state.context, decided: decided, bell: bell,
        counters: counters,
        now: { Clock.now }, random: { Double.random(in: 0..<1) },
        tell: { complain("iamwatch: \(sanitised($0))") })
      return Task { await loop.run() }
    }
  }

  func ring() { for bell in bells { bell.ring() } }

  /// How many alerts wait, by destination.
  var waiting: [String: Int] { (try? state.file.waitingDeliveries(of: state.context)) ?? [:] }

  /// Tells of what an earlier run left for destinations that this one has not.
  func tellOfOthers() {
    for (name, count) in waiting.sorted(by: { $0.key < $1.key }) where !names.contains(name) {
      complain("iamwatch: \(count) alerts wait for \(sanitised(name)), which is not set in this run")
    }
  }

  /// Comes back once all that may be delivered now is.
  func drained() async {
    func isDrained(_ name: String) -> Bool {
      let next = try? state.file.nextDelivery(to: name, of: state.context, now: Clock.now.milliseconds)
      return next == .some(nil)
    }
    while !names.allSatisfy(isDrained) {
      ring()
      do { try await Task.sleep(for: .milliseconds(200)) } catch { return }
    }
  }

  /// Begins nothing more, and gives what is under way so much time. What is left is the next run's.
  func end(within grace: Duration) async {
    for bell in bells { bell.close() }
    let limit = Task {
      try? await Task.sleep(for: grace)
      for loop in loops { loop.cancel() }
    }
    for loop in loops { await loop.value }
    limit.cancel()
    for (name, count) in waiting.sorted(by: { $0.key < $1.key }) {
      complain("iamwatch: \(count) alerts wait for \(sanitised(name)): the next run delivers them")
    }
  }
}
