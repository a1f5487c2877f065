import CloudTrail
import Detection
import Query

/// Counts the parts of the window for the rows of a summary's tables: by group and by set of rules in one pass, then summed up for
/// the rows that are there.
struct Sparks {
  private let scale: SparkScale
  private let seen: FirstSeen
  /// Events by group number times the parts, plus the part; likewise by alert set.
  private var groupParts: [UInt32]
  private var alertParts: [UInt32]
  /// The part that the last event lay in: most events are in that of the one before.
  private var part = 0
  private var partTimes: Range<Int64>

  /// Nil where none are asked for, or nothing is held.
  init?(_ request: SummaryRequest, seen: FirstSeen) {
    guard request.sparkParts > 0, let held = seen.bounds else { return nil }
    scale = SparkScale(since: request.since, until: request.until, held: held, parts: request.sparkParts)
    self.seen = seen
    groupParts = [UInt32](repeating: 0, count: seen.groups.count * scale.parts)
    alertParts = [UInt32](repeating: 0, count: seen.alertSets.count * scale.parts)
    partTimes = scale.start(of: 0)..<scale.start(of: 1)
  }

  /// Counts one event of the window.
  @inline(__always)
  mutating func add(_ core: Row.Core) {
    let time = core.time.milliseconds
    if !partTimes.contains(time) {
      part = scale.part(of: time)
      partTimes = scale.start(of: part)..<scale.start(of: part + 1)
    }
    groupParts[Int(core.group) * scale.parts + part] += 1
    if core.alerts != 0 { alertParts[Int(core.alerts) * scale.parts + part] += 1 }
  }

  // MARK: Rows

  /// Gives the rows of `summary` their sparks.
  func fill(_ summary: inout Summary, groups: Groups, alertSets: AlertSets, rules: [Rule], strings: Interner)
  {
    fill(&summary.accounts, \.account, \.spark, strings, sums(groups, by: \.account))
    fill(&summary.principals, \.principal, \.spark, strings, sums(groups, by: \.principal))
    fill(&summary.actions, \.action, \.spark, strings, sums(groups, by: \.action))
    let byRule = alertSums(alertSets)
    let numbers = Dictionary(
      rules.enumerated().map { (ExactString($1.id), $0) }, uniquingKeysWith: { one, _ in one })
    for index in summary.alerts.indices {
      let number = numbers[ExactString(summary.alerts[index].rule)]
      summary.alerts[index].spark = spark(number.flatMap { byRule[$0] })
    }
  }

  private struct Sum {
    var parts: [Int]
    var first = Int64.max
  }

  private func fill<Row>(
    _ rows: inout [Row], _ key: KeyPath<Row, ExactString>, _ spark: WritableKeyPath<Row, Summary.Spark?>,
    _ strings: Interner, _ sums: @autoclosure () -> [UInt32: Sum]
  ) {
    guard !rows.isEmpty else { return }
    let sums = sums()
    for index in rows.indices {
      let id = strings.id(of: rows[index][keyPath: key].string.utf8)
      rows[index][keyPath: spark] = self.spark(id.flatMap { sums[$0] })
    }
  }

  private func spark(_ sum: Sum?) -> Summary.Spark? {
    sum.map { Summary.Spark(parts: $0.parts, isNew: scale.isNew($0.first)) }
  }

  private func sums(_ groups: Groups, by key: (Group) -> UInt32) -> [UInt32: Sum] {
    var sums: [UInt32: Sum] = [:]
    for number in seen.groups.indices {
      add(groupParts, seen.groups, number, to: &sums[key(groups[UInt32(number)]), default: empty])
    }
    return sums
  }

  private func alertSums(_ sets: AlertSets) -> [Int: Sum] {
    var sums: [Int: Sum] = [:]
    for number in seen.alertSets.indices {
      for rule in sets.sets[number].indices {
        add(alertParts, seen.alertSets, number, to: &sums[rule, default: empty])
      }
    }
    return sums
  }

  private var empty: Sum { Sum(parts: [Int](repeating: 0, count: scale.parts)) }

  private func add(_ counts: [UInt32], _ firsts: [Int64], _ number: Int, to sum: inout Sum) {
    sum.first = min(sum.first, firsts[number])
    for part in 0..<scale.parts { sum.parts[part] += Int(counts[number * scale.parts + part]) }
  }
}
