import CloudTrail
import Feeds
import Notify
import Query
import Text

/// What is done every so often: deliveries are tried again, the service manager is told, the metrics are written.
struct Housekeeping: Sendable {
  private static let metricsEvery = 15
  private static let silencesEvery = 5
  private static let forgetEvery = 3600

  let deliveries: Deliveries
  let counters: Counters
  let polled: PolledSources
  let metricsFile: String?
  let taker: AlertTaker
  let forgetOld: @Sendable () -> Void
  private let started = Clock.now

  init(
    deliveries: Deliveries, counters: Counters, polled: PolledSources, metricsFile: String?,
    taker: AlertTaker, forgetOld: @escaping @Sendable () -> Void
  ) {
    (self.deliveries, self.counters, self.polled) = (deliveries, counters, polled)
    (self.metricsFile, self.taker, self.forgetOld) = (metricsFile, taker, forgetOld)
  }

  func run() async {
    ServiceNotice.send("READY=1\nSTATUS=Watching")
    let watchdogEvery = ServiceNotice.watchdogInterval
    var lastPing = ContinuousClock.now
    var seconds = 0
    while !Task.isCancelled {
      deliveries.ring()
      if seconds.isMultiple(of: Housekeeping.metricsEvery) { writeMetrics() }
      if seconds.isMultiple(of: Housekeeping.silencesEvery) {
        taker.tick(isCaughtUp: polled.isCaughtUp)
      }
      if let watchdogEvery, ContinuousClock.now - lastPing >= watchdogEvery / 3 {
        // Only who can still look at events is alive.
        taker.pass()
        ServiceNotice.send("WATCHDOG=1")
        lastPing = .now
      }
      try? await Task.sleep(for: .seconds(1))
      seconds += 1
      if seconds.isMultiple(of: Housekeeping.forgetEvery) { forgetOld() }
    }
  }

  func writeMetrics() {
    guard let metricsFile else { return }
    let sources = polled.sources.map { (name: $0.name, isWell: $0.health.report.error == nil) }
    let text = PrometheusText(
      counters, started: started, destinations: deliveries.names, waiting: deliveries.waiting,
      sources: sources
    ).text
    if let reason = MetricsFile.write(text, to: metricsFile) {
      complain("iamwatch: \(sanitised("--metrics-file \(metricsFile): \(reason)"))")
    }
  }
}
