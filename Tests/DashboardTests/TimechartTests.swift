import Audit
import CloudTrail
import Query
import Seeded
import Testing

@testable import Dashboard

@Suite("The timeline's bars")
struct TimechartTests {
  private func timeline(_ size: Int, _ events: [Int], from start: Int64 = 0) -> Summary.Timeline {
    let buckets = events.enumerated().map { index, count in
      var bucket = Summary.Timeline.Bucket(
        start: Timestamp(seconds: start + Int64(index * size)))
      (bucket.events, bucket.errors, bucket.alerts) = (count, count / 2, count / 4)
      return bucket
    }
    return Summary.Timeline(bucketSeconds: size, buckets: buckets)
  }

  @Test("buckets that fit stay as they are")
  func fits() { #expect(Timechart(timeline(60, [1, 2, 3]), columns: 3).bars.map(\.events) == [1, 2, 3]) }

  @Test("no event is lost and no column too many, whatever the width", arguments: 1..<100)
  func sums(columns: Int) {
    let chart = Timechart(timeline(300, Array(0..<288), from: 1_793_455_500), columns: columns)
    #expect(chart.bars.count * chart.barColumns <= columns)
    #expect(chart.bars.reduce(0) { $0 + $1.events } == 287 * 288 / 2)
    #expect(86_400 % chart.barSeconds == 0 || chart.barSeconds % 86_400 == 0)
  }

  @Test("a few bars are drawn wider, one alone is no wall")
  func wide() {
    #expect(Timechart(timeline(1, Array(repeating: 1, count: 60)), columns: 112).barColumns == 1)
    #expect(Timechart(timeline(1, Array(repeating: 1, count: 30)), columns: 112).barColumns == 3)
    #expect(Timechart(timeline(1, [1]), columns: 112).barColumns == 4)
  }

  @Test("an empty timeline has no bars")
  func none() { #expect(Timechart(timeline(60, []), columns: 80).bars.isEmpty) }

  @Test("a moment's bar is the one it lies in, outside of all the nearest")
  func place() {
    let chart = Timechart(timeline(60, [1, 2, 3], from: 600), columns: 3)
    func index(_ second: Int64) -> Int? { chart.index(of: Timestamp(milliseconds: second * 1000)) }
    #expect([600, 659, 660, 779].map(index) == [0, 0, 1, 2])
    #expect([0, -1_000_000, 780, 9_000_000].map(index) == [0, 0, 2, 2])
    #expect(chart.index(of: Timestamp(milliseconds: .min)) == 0)
    #expect(chart.index(of: Timestamp(milliseconds: .max)) == 2)
    #expect(Timechart(timeline(60, []), columns: 3).index(of: Timestamp(milliseconds: 0)) == nil)
  }

  private static let windows: [Int64] = [
    1, 2, 59, 60, 61, 600, 3599, 3600, 86_399, 86_400, 7 * 86_400, 30 * 86_400, 366 * 86_400, 3653 * 86_400,
  ]

  @Test("from a second to ten years the bars hold every event once and use the room", arguments: windows)
  func everyLength(seconds: Int64) {
    var dice = SeededRandom(state: UInt64(seconds))
    for columns in [33, 73, 112, 192] {
      let first = Int64.random(in: 0..<2_000_000_000, using: &dice)
      let (from, through) = (Timestamp(seconds: first), Timestamp(seconds: first + seconds - 1))
      let scale = TimelineScale(
        from: from, through: through, buckets: Timechart.finestBuckets(columns: columns + 8))
      var counts = Array(repeating: 0, count: scale.count)
      let moments = (0..<50).map { _ in Int64.random(in: first..<first + seconds, using: &dice) }
      for moment in moments { counts[Int((moment - scale.start) / Int64(scale.bucketSeconds))] += 1 }
      let chart = Timechart(timeline(scale.bucketSeconds, counts, from: scale.start), columns: columns)
      #expect(chart.bars.count * chart.barColumns <= columns)
      #expect(chart.bars.count * chart.barColumns * 3 >= columns || chart.barColumns == 4)
      for (index, bar) in chart.bars.enumerated() {
        let end = chart.end(of: bar).seconds
        #expect(bar.events == moments.count { $0 >= bar.start.seconds && $0 < end }, "bar \(index)")
      }
      #expect(chart.bars.reduce(0) { $0 + $1.events } == moments.count)
    }
  }

  @Test("the whole of time is drawn, and its ends are in reach")
  func extremes() {
    let scale = TimelineScale(
      from: Timestamp(milliseconds: .min), through: Timestamp(milliseconds: .max), buckets: 480)
    let chart = Timechart(
      timeline(scale.bucketSeconds, Array(repeating: 1, count: scale.count), from: scale.start),
      columns: 112)
    #expect((1...112).contains(chart.bars.count))
    #expect(chart.bars.reduce(0) { $0 + $1.events } == scale.count)
    _ = chart.labelSeconds(gap: 12)
  }
}
