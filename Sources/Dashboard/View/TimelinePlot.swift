import CloudTrail
import Terminal

/// Where the timeline's pane shows what: for painting it, and for what the mouse points at.
struct TimelinePlot {
  let chart: Timechart
  /// Columns left of the bars, for the scale.
  let margin: Int
  /// Where the bars stand, and the axis below them; its height is 0 where there is no room for it.
  let bars: Rect
  let axis: Rect

  init(_ model: Model, in rect: Rect) {
    margin = rect.width >= Layout.wideColumns ? 8 : 7
    let inside = rect.inset(left: margin, top: 1)
    (bars, axis) = inside.split(bottom: rect.height >= 5 ? 1 : 0)
    chart = Timechart(model.timeline, columns: inside.width)
  }

  /// The columns of the screen that a bar takes.
  func columns(of bar: Int) -> Range<Int> {
    let start = bars.x + bar * chart.barColumns
    return start..<start + chart.barColumns
  }

  /// The bar in a column of the screen; the nearest for a column beside them, nil where there are none.
  func bar(at x: Int) -> Int? {
    chart.bars.isEmpty ? nil : max(0, min((x - bars.x) / chart.barColumns, chart.bars.count - 1))
  }
}

extension Model {
  /// The timeline as it is seen; nil while its pane is not.
  var timelinePlot: TimelinePlot? { layout.panes[.timeline].map { TimelinePlot(self, in: $0) } }
}
