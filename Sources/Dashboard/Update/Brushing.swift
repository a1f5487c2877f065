import Audit
import CloudTrail

/// The timeline's cursor and brush.
extension Model {
  /// The bar that the cursor is on: where it was put, else the selected event's, else the last.
  func cursorBar(_ chart: Timechart) -> Int? {
    chart.index(of: brush.cursor ?? events.selectedRow?.time ?? Timestamp(milliseconds: .max))
  }

  /// Moves the cursor by so many bars. Beyond the first or the last the window moves on, where there is more.
  mutating func moveCursor(by steps: Int) -> [Command] {
    guard let chart = timelinePlot?.chart, let at = cursorBar(chart) else { return [.bell] }
    if chart.bars.indices.contains(at + steps) {
      brush.cursor = chart.bars[at + steps].start
      stretchBrush(chart)
      return []
    }
    guard brush.anchor == nil, pan(steps < 0 ? -1 : 1) else { return [.bell] }
    brush.cursor = Timestamp(seconds: chart.bars[at].start.seconds + Int64(steps * chart.barSeconds))
    return []
  }

  mutating func moveCursor(toLast isLast: Bool) -> [Command] {
    guard let chart = timelinePlot?.chart, let bar = isLast ? chart.bars.last : chart.bars.first else {
      return [.bell]
    }
    brush.cursor = bar.start
    stretchBrush(chart)
    return []
  }

  /// Brushes from the bar of the anchor to that of the cursor.
  mutating func stretchBrush(_ chart: Timechart) {
    guard let anchor = brush.anchor, let cursor = brush.cursor, let one = chart.index(of: anchor),
      let other = chart.index(of: cursor)
    else { return }
    brush.window = window(of: min(one, other)...max(one, other), chart)
  }

  /// The time of some bars, as far as it lies in the window looked at. What reaches an end that is open stays open
  /// there, so that new events keep coming in.
  func window(of bars: ClosedRange<Int>, _ chart: Timechart) -> TimeWindow {
    let (first, last) = (chart.bars[bars.lowerBound], chart.bars[bars.upperBound])
    let isOpen = window.until == nil && bars.upperBound == chart.bars.count - 1
    let end = chart.end(of: last)
    return TimeWindow(
      since: window.since.map { max($0, first.start) } ?? first.start,
      until: isOpen ? nil : window.until.map { min($0, end) } ?? end)
  }

  /// The bars that a window covers; nil when it lies outside of the chart.
  func bars(in window: TimeWindow, _ chart: Timechart) -> ClosedRange<Int>? {
    guard let first = chart.bars.first, let last = chart.bars.last else { return nil }
    let end = window.until.map { Timestamp(milliseconds: $0.milliseconds - 1) } ?? last.start
    let begin = window.since ?? first.start
    guard begin <= end, begin < chart.end(of: last), end >= first.start,
      let from = chart.index(of: begin), let through = chart.index(of: end)
    else { return nil }
    return from...through
  }
}
