import CloudTrail
import Terminal

/// The mouse on the timeline: a click puts the cursor, a second one zooms into its bar; dragging brushes, and zooms
/// when the button is let go; the wheel zooms around the pointer.
extension Model {
  mutating func touchTimeline(_ event: MouseEvent) -> [Command] {
    guard let plot = timelinePlot, let bar = plot.bar(at: event.x) else {
      brush.press = nil
      return []
    }
    let chart = plot.chart
    switch event.action {
    case .press:
      setFocus(.timeline)
      guard event.button == .left, event.y >= plot.bars.y else { return [] }
      press(on: chart.bars[bar].start, chart)
    case .drag: drag(to: chart.bars[bar].start, chart)
    case .release:
      guard let press = brush.press else { return [] }
      // Where a terminal reports no movements, the brush is drawn only now.
      drag(to: chart.bars[bar].start, chart)
      brush.press = nil
      return brush.window != nil || press.isSecond ? zoomIntoBrush() : []
    case .doubleClick: return zoomIntoBrush()
    case .wheelUp, .wheelDown:
      setFocus(.timeline)
      let isLast = bar == chart.bars.count - 1
      return wheelZoom(
        in: event.action == .wheelUp, around: isLast ? chart.end(of: chart.bars[bar]) : chart.bars[bar].start)
    }
    return []
  }

  private mutating func press(on moment: Timestamp, _ chart: Timechart) {
    let isSecond = brush.cursor.map { chart.index(of: $0) == chart.index(of: moment) } ?? false
    _ = brush.cancel()
    brush.press = Brush.Press(at: moment, isSecond: isSecond)
    brush.cursor = moment
  }

  /// Brushes from where the button was pressed; back there, nothing.
  private mutating func drag(to moment: Timestamp, _ chart: Timechart) {
    guard let press = brush.press else { return }
    brush.cursor = moment
    if chart.index(of: press.at) == chart.index(of: moment) {
      _ = brush.cancel()
    } else {
      brush.anchor = press.at
      stretchBrush(chart)
    }
  }
}
