import CloudTrail
import Query
import Terminal
import Text

/// The pane that shows when things happened.
extension Painter {
  mutating func timeline(_ model: Model, in rect: Rect) {
    let margin = rect.width >= Layout.wideColumns ? 8 : 7
    let plot = rect.inset(left: margin, top: 1)
    let chart = Timechart(model.timeline, columns: plot.width)
    title(rect, timelineTitle(model, chart, width: rect.width), right: totals(model, width: rect.width))
    guard plot.height > 0 else { return }
    let axisRows = rect.height >= 5 ? 1 : 0
    let (bars, axis) = plot.split(bottom: axisRows)
    scale(chart, bars, margin: margin)
    for (index, bar) in chart.bars.enumerated() { column(bar, chart, x: plot.x + index, in: bars) }
    if axisRows > 0 { labels(chart, model.times, in: axis) }
    if model.slot(.timeline).isCounting { canvas.restyle(plot) { $0.role = .dim } }
  }

  private func timelineTitle(_ model: Model, _ chart: Timechart, width: Int) -> [Piece] {
    var pieces = [Piece("Activity", Style(.header, bold: true))]
    if let span = model.span {
      let length = (span.upperBound.milliseconds - span.lowerBound.milliseconds + 999) / 1000
      pieces.append(Piece("  " + Wording.span(seconds: length)))
    }
    if width >= 100, !chart.bars.isEmpty {
      pieces.append(Piece("  \(Wording.columnWidth(seconds: chart.columnSeconds)) a column", .dim))
    }
    if !model.slot(.timeline).isComplete { pieces.append(Piece("  partial", .warn)) }
    return pieces
  }

  private func totals(_ model: Model, width: Int) -> [Piece] {
    let slot = model.slot(.timeline)
    guard !slot.isCounting else { return [Piece("counting\(signs.ellipsis)", .warn)] }
    let alerts = slot.totals.alerts.reduce(0, +)
    let isWide = width >= 70
    var pieces = [
      Piece(
        isWide
          ? Wording.counted(slot.totals.events, "event", "events")
          : Wording.compact(slot.totals.events) + " ev"),
      Piece("  " + Wording.counted(slot.totals.errors, isWide ? "error" : "err", isWide ? "errors" : "err")),
    ]
    if width >= 60 {
      pieces.append(Piece("  " + Wording.counted(alerts, "alert", "alerts"), alerts > 0 ? .high : .text))
    }
    return pieces
  }

  private mutating func scale(_ chart: Timechart, _ plot: Rect, margin: Int) {
    let width = margin - 1
    for line in 0..<plot.height {
      let isTop = line == 0
      let isBottom = line == plot.height - 1
      let sign = isBottom ? signs.axisZero : isTop ? signs.axisTop : signs.axis
      let gap = margin == 8 ? " " : ""
      let label = isTop && chart.peak > 0 ? Wording.compact(chart.peak) : isBottom ? "0" : ""
      canvas.draw(
        padded(label + gap, width, .right) + String(sign), x: plot.x - margin, y: plot.y + line, style: .dim)
    }
  }

  /// One bar from the bottom up: as many cells as the errors reach are the errors' colour, the uppermost the
  /// alerts'.
  private mutating func column(_ bar: Timechart.Bar, _ chart: Timechart, x: Int, in plot: Rect) {
    let height = chart.eighths(bar.events, rows: plot.height)
    let errors = bar.errors == 0 ? 0 : chart.eighths(bar.errors, rows: plot.height)
    for cell in 0..<plot.height where height > cell * 8 {
      let isTop = height <= (cell + 1) * 8
      var style = errors >= cell * 8 + min(4, height - cell * 8) ? Style.chartError : Style.chart
      if isTop, bar.alerts > 0 { style = .chartAlert }
      let sign = signs.bar(eighths: min(8, height - cell * 8))
      canvas.draw(String(sign), x: x, y: plot.maxY - 1 - cell, style: style)
    }
  }

  /// The axis: a mark under every column with alerts, and round times where no mark is in the way.
  private mutating func labels(_ chart: Timechart, _ times: Times, in axis: Rect) {
    for (index, bar) in chart.bars.enumerated() where bar.alerts > 0 {
      canvas.draw(String(signs.alertMark), x: axis.x + index, y: axis.y, style: .chartAlert)
    }
    let step = chart.labelSeconds(gap: 12)
    for (index, bar) in chart.bars.enumerated() {
      guard let moment = times.round(step, from: bar.start, within: chart.columnSeconds) else { continue }
      let text = Painter.label(moment, step: step)
      let place = Rect(x: axis.x + index, y: axis.y, width: text.count, height: 1)
      guard place.maxX <= axis.maxX, isBlank(place.inset(left: -1, right: -1)) else { continue }
      canvas.draw(text, x: place.x, y: place.y, style: .dim)
    }
  }

  /// As much of a moment as tells labels that are `step` seconds apart from each other.
  private static func label(_ moment: CivilTime, step: Int) -> String {
    switch step {
    case (28 * 86_400)...: String(moment.date.dropLast(3))
    case 86_400...: String(moment.date.suffix(5))
    case 60...: String(moment.clock.prefix(5))
    default: moment.clock
    }
  }

  private func isBlank(_ rect: Rect) -> Bool {
    (rect.x..<rect.maxX).allSatisfy { canvas[$0, rect.y].glyph.isBlank }
  }
}
