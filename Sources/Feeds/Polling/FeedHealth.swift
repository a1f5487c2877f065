import AWS
import CloudTrail
import Query
import Synchronization

/// How it stands with one live source. Its feed writes, any thread reads.
package final class FeedHealth: Sendable {
  package struct Report: Hashable, Sendable {
    /// `live` while the first window is being read and afterwards; what `--once` asked for is `complete`.
    package var state = SourceHealth.State.live
    /// What went wrong, in words for the reader.
    package var error: String?
    /// What is known of how far back the source reaches; nil where that is as far as was asked.
    package var history: HistoryNote?
    /// The first window has been read: from now on the newest event tells how far behind the source is.
    package var isCaughtUp = false
    package var rejected = 0
    package var late = 0
    package var requests = 0
    package var throttles = 0
    package var bytesScanned: Int?
    package var costUSD: Double?
    /// Within the last hour.
    package var costPerHourUSD: Double?
    /// How much this machine's clock was found to be slow; less than nothing for a fast one.
    package var clockCorrection: Duration?
    /// Whether any page came at all.
    package var hasAnswered = false

    /// What a person is to be told, the worst first.
    package var remark: String? { error ?? history?.text }
  }

  private struct State: Sendable {
    var report = Report()
    var meter: CostMeter?
    /// How far the service's clock was ahead of this machine's when it answered last.
    var ahead = Duration.zero

    mutating func use(bytes: Int = 0, time: Duration = .zero, at now: Timestamp, of budget: CostBudget?) {
      guard let dollars = meter?.add(bytes: bytes, time: time, at: now) else { return }
      budget?.add(dollars: dollars, at: now)
      report.bytesScanned = meter?.bytesScanned
      report.costUSD = meter?.dollars
      report.costPerHourUSD = meter?.dollarsPerHour(at: now)
    }
  }

  private let state: Mutex<State>
  private let budget: CostBudget?

  /// - Parameters:
  ///   - meter: nil for a source that costs nothing.
  ///   - budget: what it may cost, with others; nil for no limit.
  package init(meter: CostMeter? = nil, budget: CostBudget? = nil) {
    state = Mutex(State(meter: meter))
    self.budget = budget
  }

  package var report: Report { state.withLock { $0.report } }

  /// A request was sent.
  package func asked() { state.withLock { $0.report.requests += 1 } }

  /// A call went in a way that a reader wants to know of.
  package func note(_ note: ServiceNote) {
    state.withLock { state in
      switch note {
      case .throttled: state.report.throttles += 1
      case .clockCorrected(let correction): state.report.clockCorrection = correction
      case .answered(let ahead): state.ahead = ahead
      }
    }
  }

  /// How far the service's clock was ahead of this machine's when it answered last; less than nothing for one that is behind.
  package var serviceAhead: Duration { state.withLock { $0.ahead } }

  /// How long the budget forbids to ask; nil while it holds, and for a source that costs nothing.
  package func budgetPause(at now: Timestamp) -> Duration? {
    state.withLock { $0.meter == nil ? nil : budget?.pause(at: now) }
  }

  func took(_ page: Page, late: Int, rejected: Int, at now: Timestamp) {
    state.withLock { state in
      state.report.hasAnswered = true
      state.report.late += late
      state.report.rejected += rejected
      state.use(bytes: page.bytesScanned, at: now, of: budget)
    }
  }

  /// An engine read so much to count, or to find single events.
  package func scanned(_ bytes: Int, at now: Timestamp) {
    state.withLock { $0.use(bytes: bytes, at: now, of: budget) }
  }

  /// A session was open for so long.
  func used(_ time: Duration, at now: Timestamp) {
    state.withLock { $0.use(time: time, at: now, of: budget) }
  }

  /// All that was asked for has come.
  func succeeded(_ reached: SourceHealth.State) {
    state.withLock { state in
      state.report.state = reached
      state.report.error = nil
      state.report.isCaughtUp = true
    }
  }

  /// How far back the source reaches was found out, or cannot be.
  func noteHistory(_ note: HistoryNote) { state.withLock { $0.report.history = note } }

  /// The time given was over before all had come; what went wrong last, if anything did, says why.
  package func ranOut(of limit: Duration) {
    let reason = report.error.map { ": \($0)" } ?? ""
    fellShort("not read to its end within \(limit.components.seconds) s\(reason)")
  }

  /// Not all of what was asked for has come.
  package func fellShort(_ reason: String) {
    state.withLock { state in
      state.report.state = state.report.hasAnswered ? .partial : .failed
      state.report.error = reason
    }
  }
}
