import CloudTrail
import Synchronization

/// Dollars spent within the last hour.
struct HourlySpending: Sendable {
  private static let hour: Int64 = 3_600_000
  /// The oldest first.
  private var spent: [(at: Timestamp, dollars: Double)] = []

  mutating func add(dollars: Double, at now: Timestamp) {
    spent.removeAll { now.milliseconds - $0.at.milliseconds >= HourlySpending.hour }
    if dollars > 0 { spent.append((now, dollars)) }
  }

  /// Dollars within the hour before `now`.
  func dollars(at now: Timestamp) -> Double {
    spent.reduce(0) { $0 + (now.milliseconds - $1.at.milliseconds < HourlySpending.hour ? $1.dollars : 0) }
  }

  /// How long until less than `limit` was spent within an hour; nil where that is so now.
  func pause(below limit: Double, at now: Timestamp) -> Duration? {
    var left = dollars(at: now)
    guard left >= limit else { return nil }
    for entry in spent where now.milliseconds - entry.at.milliseconds < HourlySpending.hour {
      left -= entry.dollars
      if left < limit {
        return .milliseconds(entry.at.milliseconds + HourlySpending.hour - now.milliseconds)
      }
    }
    return .milliseconds(HourlySpending.hour)
  }
}

/// What a source has cost that bills by bytes scanned or by the time that a session is open.
package struct CostMeter: Sendable {
  package enum Price: Sendable {
    /// Dollars a gigabyte: about 0.005 for Logs Insights (FACTS).
    case gigabyte(Double)
    /// Dollars a minute: about 0.01 for Live Tail (Amazon CloudWatch Pricing).
    case minute(Double)
  }

  /// A gigabyte as AWS bills it.
  private static let gigabyte = 1_000_000_000.0

  private let price: Price
  private var bytes = 0
  private var time = Duration.zero
  private var lastHour = HourlySpending()

  package init(_ price: Price) { self.price = price }

  /// Nil where they are not what is billed.
  package var bytesScanned: Int? { if case .gigabyte = price { bytes } else { nil } }

  package var dollars: Double { dollars(bytes: bytes, time: time) }

  /// - Returns: the dollars that it costs.
  package mutating func add(bytes: Int = 0, time: Duration = .zero, at now: Timestamp) -> Double {
    self.bytes += bytes
    self.time += time
    let cost = dollars(bytes: bytes, time: time)
    lastHour.add(dollars: cost, at: now)
    return cost
  }

  /// Dollars within the hour before `now`.
  package func dollarsPerHour(at now: Timestamp) -> Double { lastHour.dollars(at: now) }

  private func dollars(bytes: Int, time: Duration) -> Double {
    switch price {
    case .gigabyte(let dollars): Double(bytes) / CostMeter.gigabyte * dollars
    case .minute(let dollars): Double(time.milliseconds) / 60_000 * dollars
    }
  }
}

/// What all sources of a run together may cost within an hour.
package final class CostBudget: Sendable {
  /// Dollars.
  private let perHour: Double
  private let spending = Mutex(HourlySpending())

  package init(perHour: Double) { self.perHour = perHour }

  func add(dollars: Double, at now: Timestamp) { spending.withLock { $0.add(dollars: dollars, at: now) } }

  /// How long nothing more may be asked: until enough of what was spent is an hour old. Nil while the budget holds.
  func pause(at now: Timestamp) -> Duration? { spending.withLock { $0.pause(below: perHour, at: now) } }
}
