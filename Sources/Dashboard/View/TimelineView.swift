import CloudTrail
import Query
import Terminal
import Text

/// The pane that shows when things happened.
extension Painter {
  mutating func timeline(_ model: Model, in rect: Rect) {
    let plot = TimelinePlot(model, in: rect)
    let isFocused = model.focus == .timeline
    title(
      rect, timelineTitle(model, plot, width: rect.width), right: totals(model, width: rect.width),
      isFocused: isFocused)
    guard !plot.bars.isEmpty else { return }
    scale(plot)
    let isCounting = model.slot(.timeline).isCounting
    let lit = model.litBars(plot.chart)
    for (index, bar) in plot.chart.bars.enumerated() {
      // What is not yet counted anew is no colour's.
      let shown = isCounting ? Timechart.Bar(start: bar.start, events: bar.events) : bar
      let stack = BarStack(shown, peak: plot.chart.peak, rows: plot.bars.height)
      for x in plot.columns(of: index) {
        column(stack, x: x, in: plot.bars, isLit: lit?.contains(index) ?? false)
      }
    }
    if plot.axis.height > 0 { labels(plot, model.times) }
    if model.slot(.timeline).isCounting { canvas.restyle(plot.bars) { $0 = .dim } }
    if let lit { mark(lit, plot) }
    if isCounting { canvas.restyle(rect.inset(left: plot.margin, top: 1)) { $0.role = .dim } }
  }

  private mutating func scale(_ plot: TimelinePlot) {
    let peak = plot.chart.peak
    for line in 0..<plot.bars.height {
      let isTop = line == 0
      let isBottom = line == plot.bars.height - 1
      let sign = isBottom ? signs.axisZero : isTop ? signs.axisTop : signs.axis
      let gap = plot.margin == 8 ? " " : ""
      let label = isTop && peak > 0 ? Wording.compact(peak) : isBottom ? "0" : ""
      canvas.draw(
        padded(label + gap, plot.margin - 1, .right) + String(sign), x: plot.bars.x - plot.margin,
        y: plot.bars.y + line, style: .dim)
    }
  }

  /// One column of a bar. Under the cursor or the brush its plain part has the colour of text, and what is above it
  /// the ground of a selection.
  private mutating func column(_ stack: BarStack, x: Int, in plot: Rect, isLit: Bool) {
    for (index, part) in stack.cells.enumerated() {
      var style = Style(part.role, on: part.above)
      if isLit, part.above == nil {
        style = Style(part.role == .chart ? .text : part.role, on: .selection)
      }
      let sign = signs.bar(eighths: part.eighths, style)
      canvas.draw(String(sign), x: x, y: plot.maxY - 1 - index, style: style)
    }
    if isLit {
      let rest = Rect(x: x, y: plot.y, width: 1, height: plot.height - stack.cells.count)
      canvas.fill(rest, Style(.accent, on: .selection))
    }
  }

  /// The ends of what is lit, in signs: a line above the bars, and a bracket on the axis.
  private mutating func mark(_ lit: ClosedRange<Int>, _ plot: TimelinePlot) {
    let (from, through) = (
      plot.columns(of: lit.lowerBound).lowerBound, plot.columns(of: lit.upperBound).upperBound - 1
    )
    for x in Set([from, through]) {
      for y in plot.bars.y..<plot.bars.maxY where canvas[x, y].glyph.isBlank {
        canvas.draw(String(signs.axis), x: x, y: y, style: Style(.accent, on: .selection))
      }
    }
    guard plot.axis.height > 0 else { return }
    clearLabels(from: from, through: through, y: plot.axis.y)
    for x in from...through where canvas[x, plot.axis.y].glyph.isBlank {
      let sign = x == from ? signs.brushStart : x == through ? signs.brushEnd : signs.rule
      canvas.draw(String(from == through ? signs.cursor : sign), x: x, y: plot.axis.y, style: .accent)
    }
  }

  /// Takes the labels away that reach into some columns, as a whole.
  private mutating func clearLabels(from: Int, through: Int, y: Int) {
    func isLabel(_ x: Int) -> Bool { canvas[x, y].style == .dim && !canvas[x, y].glyph.isBlank }
    var (start, end) = (from, through)
    while isLabel(start - 1), isLabel(from) { start -= 1 }
    while isLabel(end + 1), isLabel(through) { end += 1 }
    for x in start...end where isLabel(x) { canvas.draw(" ", x: x, y: y) }
  }

  /// The axis: under every bar with notable alerts the sign of the worst, and round times where no sign is in the way. What is less bad
  /// has none: where all is marked, nothing is.
  private mutating func labels(_ plot: TimelinePlot, _ times: Times) {
    let (chart, axis) = (plot.chart, plot.axis)
    for (index, bar) in chart.bars.enumerated() {
      guard let worst = bar.worst, worst.isNotable else { continue }
      let columns = plot.columns(of: index)
      canvas.draw(
        String(signs.severity(worst)), x: columns.lowerBound + columns.count / 2, y: axis.y,
        style: worst.style)
    }
    let step = chart.labelSeconds(gap: 12)
    for (index, bar) in chart.bars.enumerated() {
      guard let moment = times.round(step, from: bar.start, within: chart.barSeconds) else { continue }
      let text = Painter.label(moment, step: step)
      let place = Rect(x: plot.columns(of: index).lowerBound, y: axis.y, width: text.count, height: 1)
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

extension Model {
  /// The bars that the brush covers, else the cursor's while the timeline is in focus.
  func litBars(_ chart: Timechart) -> ClosedRange<Int>? {
    if let window = brush.window { return bars(in: window, chart) }
    guard focus == .timeline, let at = cursorBar(chart) else { return nil }
    return at...at
  }
}
