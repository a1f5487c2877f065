import CloudTrail
import Query

/// The timeline fitted to a number of columns: neighbouring buckets are added up until they fit, and a few bars are
/// drawn several columns wide.
struct Timechart {
  struct Bar: Hashable {
    var start: Timestamp
    var events = 0
    var errors = 0
    /// Events that a rule matched, those of them that a notable one did, and the worst of the rules.
    var alerts = 0
    var notable = 0
    var worst: Severity?
  }

  private(set) var bars: [Bar] = []
  /// Seconds a bar stands for.
  private(set) var barSeconds: Int
  /// Columns a bar is wide.
  private(set) var barColumns = 1

  /// The widest a bar is drawn: a single event is no wall.
  private static let mostBarColumns = 4

  /// How many buckets to ask for, so that adding up neighbours gives bars of nearly any width.
  static func finestBuckets(columns: Int) -> Int { max(120, min(4 * columns, 1000)) }

  init(_ timeline: Summary.Timeline, columns: Int) {
    barSeconds = max(1, timeline.bucketSeconds)
    guard columns > 0, let first = timeline.buckets.first?.start.seconds,
      let last = timeline.buckets.last?.start.seconds, first <= last
    else { return }
    barSeconds = Timechart.seconds(from: first, through: last, of: barSeconds, columns: columns)
    let width = Int64(barSeconds)
    let origin = first.flooredQuotient(width)
    bars = (origin...last.flooredQuotient(width)).map { Bar(start: Timestamp(seconds: $0 * width)) }
    for bucket in timeline.buckets {
      let index = Int(bucket.start.seconds.flooredQuotient(width) - origin)
      guard bars.indices.contains(index) else { continue }
      bars[index].events += bucket.events
      bars[index].errors += bucket.errors
      bars[index].alerts += bucket.alerts
      bars[index].notable += bucket.notable
      bars[index].worst = [bars[index].worst, bucket.worst].compactMap { $0 }.max()
    }
    barColumns = max(1, min(columns / bars.count, Timechart.mostBarColumns))
  }

  /// The least multiple of a bucket's seconds that needs no more bars than there are columns. Bars are aligned to
  /// the epoch as buckets are, which may make one more, and of a length that divides the day or is whole days.
  private static func seconds(
    from first: Int64, through last: Int64, of bucketSeconds: Int, columns: Int
  ) -> Int {
    let bucket = Int64(bucketSeconds)
    let buckets = last.flooredQuotient(bucket) - first.flooredQuotient(bucket) + 1
    var merged = max(1, (buckets + Int64(columns) - 1) / Int64(columns))
    func isFitting(_ width: Int64) -> Bool {
      (86_400 % width == 0 || width % 86_400 == 0)
        && last.flooredQuotient(width) - first.flooredQuotient(width) < Int64(columns)
    }
    while !isFitting(bucket * merged) { merged += 1 }
    return Int(bucket * merged)
  }

  /// The tallest bar's events.
  var peak: Int { bars.map(\.events).max() ?? 0 }

  /// Where a bar ends.
  func end(of bar: Bar) -> Timestamp { Timestamp(seconds: bar.start.seconds + Int64(barSeconds)) }

  /// The bar that holds a moment, the nearest one for a moment outside; nil without bars.
  func index(of moment: Timestamp) -> Int? {
    guard let first = bars.first else { return nil }
    let place = moment.seconds.flooredQuotient(Int64(barSeconds)) - first.start.seconds / Int64(barSeconds)
    return Int(max(0, min(place, Int64(bars.count - 1))))
  }

  /// Seconds between the axis' labels: the first round step that keeps them `gap` columns apart.
  func labelSeconds(gap: Int) -> Int {
    let steps = [
      10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, 7 * 86_400,
    ]
    let wanted = barSeconds * ((gap + barColumns - 1) / barColumns)
    return steps.first { $0 >= wanted && $0 % barSeconds == 0 } ?? (wanted / barSeconds + 1) * barSeconds
  }
}
