import CloudTrail

/// The buckets of a timeline: as few seconds as cover the window with at most so many buckets, aligned to the epoch (COUNTING 23).
package struct TimelineScale: Hashable, Sendable {
  /// Seconds in a bucket.
  package let bucketSeconds: Int
  /// The first bucket's start, in seconds since the epoch.
  package let start: Int64
  package let count: Int

  private static let steps = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
  ]

  /// The scale of the window from `first` to `last`, both inside it.
  /// - Parameter buckets: the most buckets wanted, at least 1.
  package init(from first: Timestamp, through last: Timestamp, buckets: Int = 120) {
    var seconds = 1
    var step = 0
    while Self.count(first, last, seconds) > max(buckets, 2) {
      step += 1
      seconds = step < Self.steps.count ? Self.steps[step] : seconds * 2
    }
    bucketSeconds = seconds
    start = first.seconds.flooredQuotient(Int64(seconds)) * Int64(seconds)
    count = Self.count(first, last, seconds)
  }

  /// The scale of the window that `request` asks for, bounded by the first and the last event found where it is open; nil where nothing
  /// bounds it, or it is empty.
  package init?(of request: SummaryRequest, first: Timestamp?, last: Timestamp?) {
    let end = request.until.map { Timestamp(milliseconds: $0.milliseconds - 1) }
    guard let from = request.since ?? first, let through = end ?? last, from <= through else { return nil }
    self.init(from: from, through: through, buckets: request.buckets)
  }

  private static func count(_ first: Timestamp, _ last: Timestamp, _ seconds: Int) -> Int {
    let length = Int64(seconds)
    return Int(last.seconds.flooredQuotient(length) - first.seconds.flooredQuotient(length)) + 1
  }

  /// The bucket that a time of the window falls into.
  @inline(__always)
  package func bucket(of time: Timestamp) -> Int { Int((time.seconds - start) / Int64(bucketSeconds)) }

  /// The scale's buckets, all empty.
  package func emptyBuckets() -> [Summary.Timeline.Bucket] {
    (0..<count).map { index in
      Summary.Timeline.Bucket(start: Timestamp(seconds: start + Int64(index * bucketSeconds)))
    }
  }
}
