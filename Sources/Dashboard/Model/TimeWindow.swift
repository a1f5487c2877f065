import CloudTrail

/// A stretch of time asked about; an end that is nil is open.
package struct TimeWindow: Hashable, Sendable {
  /// The first moment, inclusive.
  package var since: Timestamp?
  /// The moment it ends before.
  package var until: Timestamp?

  package init(since: Timestamp? = nil, until: Timestamp? = nil) { (self.since, self.until) = (since, until) }

  /// The half of `span` that lies around `centre`, kept inside `span`; nil when the half is under a minute. A
  /// half that reaches the end of a span that was open there stays open.
  static func half(of span: Range<Timestamp>, around centre: Timestamp, isOpen: Bool) -> TimeWindow? {
    let half = (span.upperBound.milliseconds - span.lowerBound.milliseconds) / 2
    guard half >= 60_000 else { return nil }
    let latest = span.upperBound.milliseconds - half
    let start = max(span.lowerBound.milliseconds, min(latest, centre.milliseconds - half / 2))
    return TimeWindow(
      since: Timestamp(milliseconds: start),
      until: isOpen && start == latest ? nil : Timestamp(milliseconds: start + half))
  }

  /// `span` made shorter or longer by `factor`, with `moment` at the same part of it; nil when less than a minute
  /// would be left. What reaches the end of a span that was open there stays open.
  static func scaled(
    _ span: Range<Timestamp>, by factor: Double, around moment: Timestamp, isOpen: Bool
  ) -> TimeWindow? {
    let (first, last) = (span.lowerBound.milliseconds, span.upperBound.milliseconds)
    let length = Int64((Double(last - first) * factor).rounded())
    guard length >= 60_000 else { return nil }
    let fixed = max(first, min(moment.milliseconds, last))
    let since = fixed - Int64((Double(fixed - first) * factor).rounded())
    return TimeWindow(
      since: Timestamp(milliseconds: since),
      until: isOpen && since + length >= last ? nil : Timestamp(milliseconds: since + length))
  }

  /// The window with its open ends closed where `extent` ends.
  func bounded(by extent: Range<Timestamp>) -> Range<Timestamp> {
    let start = since ?? extent.lowerBound
    return start..<max(start, until ?? extent.upperBound)
  }
}
