import CloudTrail
import Query

/// The timeline fitted to a number of columns: neighbouring buckets are added up until they fit.
struct Timechart {
  struct Bar: Hashable {
    var start: Timestamp
    var events = 0
    var errors = 0
    var alerts = 0
  }

  private(set) var bars: [Bar] = []
  /// Seconds a column stands for.
  private(set) var columnSeconds: Int

  /// How many buckets to ask for, so that adding up neighbours gives columns of nearly any width.
  static func finestBuckets(columns: Int) -> Int { max(120, min(4 * columns, 1000)) }

  init(_ timeline: Summary.Timeline, columns: Int) {
    columnSeconds = max(1, timeline.bucketSeconds)
    guard columns > 0, let first = timeline.buckets.first else { return }
    let perBucket = Int64(columnSeconds)
    var merged = max(1, (timeline.buckets.count + columns - 1) / columns)
    let start = first.start.seconds
    let end = start + perBucket * Int64(timeline.buckets.count - 1)
    func place(_ second: Int64) -> Int64 { second.flooredQuotient(perBucket * Int64(merged)) }
    // Columns are aligned to the epoch as buckets are, which may make one more; and they are of a length that
    // divides the day.
    while place(end) - place(start) >= Int64(columns) || !Timechart.isRound(columnSeconds * merged) {
      merged += 1
    }
    columnSeconds *= merged
    let origin = place(start)
    bars = (0...Int(place(end) - origin)).map { index in
      Bar(start: Timestamp(milliseconds: (origin + Int64(index)) * perBucket * Int64(merged) * 1000))
    }
    for bucket in timeline.buckets {
      let index = Int(place(bucket.start.seconds) - origin)
      guard bars.indices.contains(index) else { continue }
      bars[index].events += bucket.events
      bars[index].errors += bucket.errors
      bars[index].alerts += bucket.alerts
    }
  }

  private static func isRound(_ seconds: Int) -> Bool { 86_400 % seconds == 0 || seconds % 86_400 == 0 }

  /// The tallest bar.
  var peak: Int { bars.map(\.events).max() ?? 0 }

  /// `count` as eighths of a cell in a chart of `rows` rows; anything at all is at least one.
  func eighths(_ count: Int, rows: Int) -> Int {
    guard peak > 0, count > 0 else { return 0 }
    return max(1, Int((Double(count) / Double(peak) * Double(rows * 8)).rounded()))
  }

  /// Seconds between the axis' labels: the first round step that keeps them `gap` columns apart.
  func labelSeconds(gap: Int) -> Int {
    let steps = [
      10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, 7 * 86_400,
    ]
    let wanted = columnSeconds * gap
    return steps.first { $0 >= wanted && $0 % columnSeconds == 0 } ?? (wanted / columnSeconds + 1)
      * columnSeconds
  }
}
