import AWS
import CloudTrail
import Query
import State
import Text

/// Brings a destination what the ledger has for it, in order, one at a time: until it has said that it has it, and again in the next run
/// if need be. A second copy leaves only where the answer to the first was lost.
package struct DeliveryLoop: Sendable {
  /// A thread is gone into for so long, in milliseconds: nobody looks for news in one of yesterday.
  static let threadLife: Int64 = 24 * 3600 * 1000
  /// What is refused again and again is tried again after so long at most, in milliseconds.
  static let longestAside: Int64 = 15 * 60 * 1000

  private let destination: any Destination
  private let ledger: StateFile
  private let context: String
  /// What the configuration decides about alerts, beside what the state does.
  private let decided: [AlertDecision]
  private let bell: Bell
  private let counters: Counters
  private let now: @Sendable () -> Timestamp
  private let backoff: Backoff
  /// Says what goes wrong, each thing once for as long as it goes on.
  private let tell: @Sendable (String) -> Void

  package init(
    _ destination: any Destination, ledger: StateFile, context: String, decided: [AlertDecision] = [],
    bell: Bell, counters: Counters, now: @escaping @Sendable () -> Timestamp,
    random: @escaping @Sendable () -> Double,
    tell: @escaping @Sendable (String) -> Void
  ) {
    (self.destination, self.ledger, self.context, self.bell) = (destination, ledger, context, bell)
    self.decided = decided
    (self.counters, self.now, self.tell) = (counters, now, tell)
    backoff = Backoff(random: random)
  }

  /// Delivers until the bell is closed.
  package func run() async {
    let pace = RateLimit(perSecond: destination.messagesPerSecond)
    await bell.listen { await deliverAll(pace) }
  }

  /// Delivers all that waits and may be tried.
  func deliverAll(_ pace: RateLimit) async {
    var failures = 0
    var told: String?
    var withdrawn = 0
    defer {
      if withdrawn > 0 {
        tell("\(destination.name): \(grouped(withdrawn)) muted since they were raised, and not sent")
      }
    }
    while !bell.isClosed, let next = unmuted(&withdrawn) {
      await bell.rest(pace.reserve(at: now()))
      if bell.isClosed { return }
      let outcome = await destination.deliver(next, in: thread(of: next))
      guard let (reason, quiet) = outcome.trouble else {
        (failures, told) = (0, nil)
        await settle(next, outcome)
        continue
      }
      failures += 1
      counters.failed(destination.name)
      if reason != told { tell("\(destination.name): \(reason); it is tried again until it is delivered") }
      told = reason
      await bell.rest(max(quiet, backoff.delay(before: failures)))
    }
  }

  /// What waits and may be tried, and that nobody has muted since it was raised.
  /// - Parameter withdrawn: counts those that somebody has, which are delivered no more.
  private func unmuted(_ withdrawn: inout Int) -> DeliveryRecord? {
    while !bell.isClosed, let next = waiting() {
      guard isMuted(next) else { return next }
      do throws(StateError) { try ledger.withdraw(next, of: context) } catch {
        tell("\(destination.name): a muted alert cannot be taken back: \(error)")
        return nil
      }
      withdrawn += 1
    }
    return nil
  }

  /// Read anew each time: the screen may have just decided.
  private func isMuted(_ delivery: DeliveryRecord) -> Bool {
    guard let kept = try? ledger.alertDecisions(of: context).compactMap(AlertDecision.init) else {
      return false
    }
    let group = AlertScope.texts(delivery.group) ?? []
    return AlertDecisions(decided + kept).state(
      of: delivery.rule, group: group, at: Timestamp(milliseconds: delivery.time)) == .muted
  }

  // MARK: The ledger

  private func waiting() -> DeliveryRecord? {
    do throws(StateError) {
      return try ledger.nextDelivery(to: destination.name, of: context, now: now().milliseconds)
    } catch {
      tell("\(destination.name): the state cannot be read: \(error)")
      return nil
    }
  }

  private func thread(of delivery: DeliveryRecord) -> String? {
    guard let channel = destination.channel else { return nil }
    let oldest = now().milliseconds - DeliveryLoop.threadLife
    return try? ledger.thread(of: delivery, in: channel, of: context, since: oldest)
  }

  /// Keeps what came of a message. What was sent is written down however long that takes: else it would be sent again.
  private func settle(_ delivery: DeliveryRecord, _ outcome: DeliveryOutcome) async {
    var isTold = false
    while !Task.isCancelled {
      do throws(StateError) {
        return try write(delivery, outcome)
      } catch {
        if !isTold { tell("\(destination.name): what was sent cannot be kept: \(error)") }
        isTold = true
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  private func write(_ delivery: DeliveryRecord, _ outcome: DeliveryOutcome) throws(StateError) {
    let moment = now().milliseconds
    switch outcome {
    case .delivered(let thread):
      try ledger.finish(delivery, thread: started(thread, by: delivery), of: context, at: moment)
      counters.delivered(destination.name)
    case .refused(let reason):
      let pause = min(DeliveryLoop.longestAside, 1000 << Int64(min(delivery.refusals, 12)))
      try ledger.putAside(delivery, until: moment + pause)
      counters.failed(destination.name)
      tell("\(destination.name): alert \(delivery.alert) is not taken: \(reason); it is tried again")
    case .threadGone:
      try ledger.forgetThread(of: delivery, in: destination.channel ?? "", of: context)
    case .later, .secretRefused: break
    }
  }

  /// The thread that a message has begun, with the channel it is in.
  private func started(_ thread: String?, by delivery: DeliveryRecord) -> (channel: String, id: String)? {
    guard let thread, let channel = destination.channel, self.thread(of: delivery) == nil else { return nil }
    return (channel, thread)
  }
}

extension DeliveryOutcome {
  /// Why the message is to be sent again, and how long to leave the destination alone at least; nil where it is not.
  fileprivate var trouble: (reason: String, quiet: Duration)? {
    switch self {
    case .later(let reason, let quiet): (reason, quiet)
    case .secretRefused(let reason): (reason, .zero)
    case .delivered, .refused, .threadGone: nil
    }
  }
}
