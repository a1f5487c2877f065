import Audit
import CloudTrail

/// Looking at less of the time, at more, and at what lies beside.
extension Model {
  /// Whether no end is set to the time looked at: new events belong to it.
  private var isOpenEnded: Bool { (zooms.last ?? settings.window).until == nil }

  /// The moment that keys zoom around.
  private var zoomCentre: Timestamp? {
    focus == .timeline ? brush.cursor ?? events.selectedRow?.time : events.selectedRow?.time
  }

  /// Half the time, around the selected event or the timeline's cursor, else its end.
  mutating func zoomIn() -> [Command] {
    guard let span,
      let half = TimeWindow.half(of: span, around: zoomCentre ?? span.upperBound, isOpen: isOpenEnded)
    else { return [.bell] }
    zoom(into: half)
    return []
  }

  mutating func zoomOut() -> [Command] {
    zooms.popLast() == nil ? [.bell] : []
  }

  /// Zooms into what is brushed, else into the cursor's bar.
  mutating func zoomIntoBrush() -> [Command] {
    guard let chart = timelinePlot?.chart, let at = cursorBar(chart) else { return [.bell] }
    let wanted = brush.window ?? window(of: at...at, chart)
    guard wanted != window else { return [.bell] }
    zoom(into: wanted)
    return []
  }

  mutating func zoom(into window: TimeWindow) {
    _ = brush.cancel()
    zooms.append(window)
  }

  /// A turn of the wheel over a bar: half the time or twice as much, with that bar where it is. All turns together
  /// are one zoom, which one step back undoes.
  mutating func wheelZoom(in isIn: Bool, around moment: Timestamp) -> [Command] {
    guard let span else { return [.bell] }
    guard isIn else { return wheelOut(span, around: moment) }
    guard let half = TimeWindow.scaled(span, by: 0.5, around: moment, isOpen: isOpenEnded) else {
      return [.bell]
    }
    if let wheeled = brush.wheeled, zooms.last == wheeled { zooms.removeLast() }
    zoom(into: half)
    brush.wheeled = half
    return []
  }

  private mutating func wheelOut(_ span: Range<Timestamp>, around moment: Timestamp) -> [Command] {
    let outer = zooms.count > 1 ? zooms[zooms.count - 2] : settings.window
    let limits = outer.bounded(by: extent ?? span)
    let (first, last) = (limits.lowerBound.milliseconds, limits.upperBound.milliseconds)
    let length = 2 * (span.upperBound.milliseconds - span.lowerBound.milliseconds)
    // What is nearly all of it is all of it: it may have grown meanwhile.
    guard !zooms.isEmpty, length < (last - first) / 16 * 15,
      let twice = TimeWindow.scaled(span, by: 2, around: moment, isOpen: isOpenEnded)?.since
    else { return zoomOut() }
    let start = max(first, min(twice.milliseconds, last - length))
    let wider = TimeWindow(
      since: Timestamp(milliseconds: start),
      until: start + length < last ? Timestamp(milliseconds: start + length) : outer.until)
    if brush.wheeled == zooms.last { brush.wheeled = wider }
    zooms[zooms.count - 1] = wider
    return []
  }

  /// Moves the window by half its length into the past (-1) or on (1), as far as there are events; false when it
  /// cannot be moved.
  mutating func pan(_ direction: Int64) -> Bool {
    guard let span, let zoom = zooms.last, let extent else { return false }
    let length = span.upperBound.milliseconds - span.lowerBound.milliseconds
    let latest = max(span.lowerBound.milliseconds, extent.upperBound.milliseconds - length)
    let earliest = min(span.lowerBound.milliseconds, extent.lowerBound.milliseconds)
    let start = max(earliest, min(span.lowerBound.milliseconds + direction * max(1, length / 2), latest))
    let isAtEnd = start + length >= extent.upperBound.milliseconds
    let moved = TimeWindow(
      since: Timestamp(milliseconds: start),
      until: isAtEnd && settings.window.until == nil ? nil : Timestamp(milliseconds: start + length))
    guard moved != zoom, start != span.lowerBound.milliseconds else { return false }
    zooms[zooms.count - 1] = moved
    return true
  }
}
