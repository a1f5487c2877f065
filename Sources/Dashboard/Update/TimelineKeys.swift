/// The keys that mean something else while the timeline is in focus.
extension Model {
  /// What `command` does there; nil for what it does as ever.
  mutating func performInTimeline(_ command: KeyCommand) -> [Command]? {
    switch command {
    case .left: return moveCursor(by: -1)
    case .right: return moveCursor(by: 1)
    case .pageUp: return pan(-1) ? [] : [.bell]
    case .pageDown: return pan(1) ? [] : [.bell]
    case .first: return moveCursor(toLast: false)
    case .last: return moveCursor(toLast: true)
    case .open: return zoomIntoBrush()
    case .up, .down: return [.bell]
    case .back:
      if brush.cancel() { return [] }
      return isFull || zooms.isEmpty ? nil : zoomOut()
    default: return nil
    }
  }

  /// `v`, from any pane: begins a brush at the cursor, or ends it.
  mutating func toggleBrush() -> [Command] {
    setFocus(.timeline)
    guard let chart = timelinePlot?.chart, let at = cursorBar(chart) else { return [.bell] }
    if brush.anchor != nil {
      brush.anchor = nil
    } else {
      brush.cursor = chart.bars[at].start
      brush.anchor = brush.cursor
      stretchBrush(chart)
    }
    return []
  }
}
