import CloudTrail
import Query
import Terminal
import Text

/// What the rule above the timeline says.
extension Painter {
  func timelineTitle(_ model: Model, _ plot: TimelinePlot, width: Int) -> [Piece] {
    let isFocused = model.focus == .timeline
    var pieces = [Piece("Activity", Style(isFocused ? .accent : .header, bold: true))]
    if let lit = model.litBars(plot.chart) {
      pieces += litPieces(lit, model, plot.chart, width: width)
    } else {
      if let span = model.span {
        let length = (span.upperBound.milliseconds - span.lowerBound.milliseconds + 999) / 1000
        pieces.append(Piece("  " + Wording.span(seconds: length)))
      }
      if let engine = model.slot(.timeline).engine {
        let clock = model.times.clock(engine.asOf)
        pieces.append(Piece(width >= 100 ? "  counted by the engine at \(clock)" : "  engine \(clock)", .dim))
      }
      if width >= 100, !plot.chart.bars.isEmpty {
        pieces.append(Piece("  \(Wording.columnWidth(seconds: plot.chart.barSeconds)) a column", .dim))
      }
    }
    if let reservation = model.slot(.timeline).reservation { pieces.append(Piece("  \(reservation)", .warn)) }
    return pieces
  }

  /// The time under the cursor or the brush, and what happened in it. Events that a rule matched are counted, not the
  /// rules as in the totals.
  private func litPieces(
    _ lit: ClosedRange<Int>, _ model: Model, _ chart: Timechart, width: Int
  ) -> [Piece] {
    let window = model.brush.window ?? model.window(of: lit, chart)
    let bars = chart.bars[lit]
    func sum(_ count: (Timechart.Bar) -> Int) -> Int { bars.reduce(0) { $0 + count($1) } }
    let (events, errors, alerts) = (sum(\.events), sum(\.errors), sum(\.alerts))
    let isWide = width >= 70
    let word = model.brush.window == nil ? "" : "brush "
    return [
      Piece("  \(word)\(model.times.window(window))", .accent),
      Piece("  " + (isWide ? Wording.counted(events, "event", "events") : "\(Wording.compact(events)) ev")),
      Piece("  " + (isWide ? Wording.counted(errors, "error", "errors") : "\(Wording.compact(errors)) err")),
      Piece(
        "  \(Wording.compact(alerts))\(isWide ? " with alerts" : "\(signs.alertMark)")",
        bars.compactMap(\.worst).max()?.style ?? .text),
    ]
  }

  func totals(_ model: Model, width: Int) -> [Piece] {
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
      pieces.append(
        Piece("  " + Wording.counted(alerts, "alert", "alerts"), slot.totals.worst?.style ?? .text))
    }
    return pieces
  }
}
