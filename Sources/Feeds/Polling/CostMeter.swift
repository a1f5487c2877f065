import CloudTrail

/// What a source that bills by bytes scanned has cost, and whether more may be spent.
package struct CostMeter: Sendable {
  /// A gigabyte as AWS bills it.
  private static let gigabyte = 1_000_000_000.0
  private static let hour: Int64 = 3_600_000

  /// Dollars a gigabyte: about 0.005 for Logs Insights (FACTS).
  private let pricePerGigabyte: Double
  /// Dollars an hour; nil for no limit.
  private let budget: Double?
  package private(set) var bytesScanned = 0
  /// What was spent within the last hour, the oldest first.
  private var spent: [(at: Timestamp, dollars: Double)] = []

  package init(pricePerGigabyte: Double, budgetPerHour: Double? = nil) {
    (self.pricePerGigabyte, budget) = (pricePerGigabyte, budgetPerHour)
  }

  package var dollars: Double { Double(bytesScanned) / CostMeter.gigabyte * pricePerGigabyte }

  package mutating func add(bytes: Int, at now: Timestamp) {
    bytesScanned += bytes
    spent.removeAll { now.milliseconds - $0.at.milliseconds >= CostMeter.hour }
    spent.append((now, Double(bytes) / CostMeter.gigabyte * pricePerGigabyte))
  }

  /// Dollars within the hour before `now`.
  package func dollarsPerHour(at now: Timestamp) -> Double {
    spent.reduce(0) { $0 + (now.milliseconds - $1.at.milliseconds < CostMeter.hour ? $1.dollars : 0) }
  }

  /// How long nothing more may be asked: until enough of what was spent is an hour old. Nil while the budget holds.
  package func pause(at now: Timestamp) -> Duration? {
    guard let budget else { return nil }
    var left = dollarsPerHour(at: now)
    guard left >= budget else { return nil }
    for entry in spent where now.milliseconds - entry.at.milliseconds < CostMeter.hour {
      left -= entry.dollars
      if left < budget {
        return .milliseconds(entry.at.milliseconds + CostMeter.hour - now.milliseconds)
      }
    }
    return .milliseconds(CostMeter.hour)
  }
}
