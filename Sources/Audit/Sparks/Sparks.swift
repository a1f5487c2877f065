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
    fill(&summary.accounts, \.account, \.spark, strings, sums(groups, strings) { $0.account })
    fill(&summary.principals, \.principal, \.spark, strings, sums(groups, strings) { $0.principal })
    fill(&summary.actions, \.action, \.spark, strings, sums(groups, strings) { $0.action })
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
    _ strings: Interner, _ sums: @autoclosure () -> KeySums
  ) {
    guard !rows.isEmpty else { return }
    let sums = sums()
    for index in rows.indices {
      var name = rows[index][keyPath: key].string
      let id = name.withUTF8 { strings.id(of: $0) }
      rows[index][keyPath: spark] = self.spark(id.flatMap { sums[$0] })
    }
  }

  private func spark(_ sum: Sum?) -> Summary.Spark? {
    sum.map { Summary.Spark(parts: $0.parts, isNew: scale.isNew($0.first)) }
  }

  /// The sums of groups that have one key in common, by its id: in one array, for there may be thousands.
  private struct KeySums {
    let parts: Int
    /// The place of each id's sum, plus one; 0 for none.
    var places: [UInt32]
    var counts: [Int] = []
    var firsts: [Int64] = []

    mutating func place(of id: UInt32) -> Int {
      if places[Int(id)] == 0 {
        counts += repeatElement(0, count: parts)
        firsts.append(.max)
        places[Int(id)] = UInt32(firsts.count)
      }
      return Int(places[Int(id)]) - 1
    }

    subscript(id: UInt32) -> Sum? {
      let place = Int(places[Int(id)]) - 1
      guard place >= 0 else { return nil }
      return Sum(parts: Array(counts[place * parts..<(place + 1) * parts]), first: firsts[place])
    }
  }

  private func sums(_ groups: Groups, _ strings: Interner, by key: (Group) -> UInt32) -> KeySums {
    var sums = KeySums(parts: scale.parts, places: [UInt32](repeating: 0, count: strings.count))
    for number in seen.groups.indices {
      let place = sums.place(of: key(groups[UInt32(number)]))
      sums.firsts[place] = min(sums.firsts[place], seen.groups[number])
      for part in 0..<scale.parts {
        sums.counts[place * scale.parts + part] += Int(groupParts[number * scale.parts + part])
      }
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
