import CloudTrail
import Query
import Seeded
import Testing

@testable import Audit

/// COUNTING 22 and 23.
@Suite struct TimelineScaleTests {
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800,
  ]

  /// The smallest step by trying each: how many multiples of it begin at or before the last second, from the first's own on.
  private func naive(_ first: Int64, _ last: Int64) -> Int64 {
    var candidates = Self.steps
    for _ in 0..<30 { candidates.append((candidates.last ?? 1) * 2) }
    for step in candidates {
      var start = first - (first % step + step) % step
      var count = 0
      while start <= last, count <= 120 {
        count += 1
        start += step
      }
      if count <= 120 { return step }
    }
    return 0
  }

  @Test("the step is the smallest that needs at most 120 buckets")
  func smallest() {
    var random = SeededRandom(state: 5)
    for _ in 0..<3000 {
      let first = Int64(random.below(4_000_000_000)) - 2_000_000_000
      let last = first + Int64(random.below(1 << (1 + random.below(33))))
      let scale = TimelineScale(
        from: Timestamp(milliseconds: first * 1000), through: Timestamp(milliseconds: last * 1000 + 999))
      #expect(Int64(scale.bucketSeconds) == naive(first, last), "\(first) \(last)")
      #expect(scale.start <= first && first < scale.start + Int64(scale.bucketSeconds))
      #expect(scale.bucket(of: Timestamp(milliseconds: last * 1000)) == scale.count - 1)
    }
  }

  @Test("120 seconds are 120 buckets of one, and 121 are 61 of two")
  func edge() {
    let start = time("12:00:00")
    func scale(_ seconds: Int64) -> TimelineScale {
      TimelineScale(from: start, through: Timestamp(milliseconds: start.milliseconds + seconds * 1000 - 1))
    }
    #expect(scale(120).bucketSeconds == 1 && scale(120).count == 120)
    #expect(scale(121).bucketSeconds == 2 && scale(121).count == 61)
  }

  @Test("a window of centuries is covered")
  func centuries() {
    let scale = TimelineScale(
      from: Timestamp(milliseconds: -62_135_596_800_000),
      through: Timestamp(milliseconds: 253_402_300_799_999))
    // 9999 years of 31,556,952 seconds on average, in at most 120 buckets, by doubling weeks.
    #expect(scale.bucketSeconds == 604_800 << 13)
    #expect(scale.count <= 120)
  }

  @Test("the whole of time is covered, and no bucket is out of reach")
  func everything() {
    for (first, last) in [(Int64.min, Int64.max), (.min, .min), (.max, .max), (0, .max), (.min, -1)] {
      for most in [1, 2, 120, 1000] {
        let (from, through) = (Timestamp(milliseconds: first), Timestamp(milliseconds: last))
        let scale = TimelineScale(from: from, through: through, buckets: most)
        let buckets = scale.emptyBuckets()
        #expect((1...max(2, most)).contains(buckets.count))
        #expect(scale.bucket(of: from) == 0 && scale.bucket(of: through) == buckets.count - 1)
        #expect(zip(buckets, buckets.dropFirst()).allSatisfy { $0.start < $1.start })
      }
    }
  }

  private func timeline(_ text: String, _ request: SummaryRequest) -> Summary.Timeline {
    store([text], judge: Judge(since: request.since, until: request.until, scope: .all)).summary(of: request)
      .timeline
  }

  @Test("buckets are contiguous, empty ones too, and hold what happened in them")
  func contiguous() {
    let text =
      record("1") + record("2", at: "12:00:00.999") + record("3", at: "12:00:03", #""errorCode":"X""#)
    let timeline = timeline(text, SummaryRequest())
    #expect(timeline.bucketSeconds == 1)
    #expect(
      timeline.buckets.map(\.start.rfc3339) == ["00", "01", "02", "03"].map { "2026-11-01T12:00:\($0)Z" })
    #expect(timeline.buckets.map(\.events) == [2, 0, 0, 1])
    #expect(timeline.buckets.map(\.errors) == [0, 0, 0, 1])
  }

  @Test("with a closed window the buckets go up to --until less a millisecond, events or none")
  func closed() {
    let request = SummaryRequest(since: time("12:00:00"), until: time("12:00:03"))
    #expect(timeline(record("1"), request).buckets.map(\.events) == [1, 0, 0])
    #expect(timeline("", request).buckets.count == 3)
  }

  @Test("without events and with an open window there are no buckets of 60 seconds")
  func open() {
    for request in [
      SummaryRequest(), SummaryRequest(since: time("12:00:00")), SummaryRequest(until: time("12:00:00")),
    ] {
      #expect(timeline("", request) == Summary.Timeline(bucketSeconds: 60, buckets: []))
    }
  }

  @Test("the window is that of the options, else of the counted events")
  func window() {
    func window(_ since: String?, _ until: String?, _ text: String) -> [String?] {
      let request = SummaryRequest(since: since.map(time), until: until.map(time))
      let judge = Judge(since: request.since, until: request.until, scope: .identity)
      let summary = store([text], judge: judge).summary(of: request)
      return [summary.start?.rfc3339, summary.end?.rfc3339].map { $0.map { String($0.dropFirst(11)) } }
    }
    let ec2 = #""eventSource":"ec2.amazonaws.com""#
    let events = record("1") + record("2", at: "12:00:05.5") + record("3", at: "10:00:00", ec2)
    #expect(window(nil, nil, events) == ["12:00:00Z", "12:00:05Z"])
    #expect(window("11:00:00", nil, events) == ["11:00:00Z", "12:00:05Z"])
    #expect(window(nil, "13:00:00", events) == ["12:00:00Z", "13:00:00Z"])
    #expect(window("11:00:00", nil, "") == ["11:00:00Z", "11:00:00Z"])
    #expect(window(nil, "13:00:00", "") == ["13:00:00Z", "13:00:00Z"])
    #expect(window(nil, nil, "") == [nil, nil])
  }
}
