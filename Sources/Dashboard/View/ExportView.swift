import Query
import Terminal
import Text

/// The page on which one says what to export.
extension Painter {
  mutating func export(_ model: Model, in rect: Rect) {
    canvas.fill(rect, .text)
    title(rect, [Piece("Export", Style(.accent, bold: true)), Piece("  esc back", .dim)], isFocused: true)
    let lines = ExportLine.lines(of: model)
    let top = ExportLine.top(lines, height: rect.height - 1)
    for (index, line) in lines.dropFirst(top).prefix(rect.height - 1).enumerated() {
      let place = rect.row(1 + index)
      let look = line.isChosen ? Style.text.selected : line.kind == nil ? Style.header : .text
      if line.isChosen {
        canvas.fill(place, look)
        canvas.draw(String(signs.selected), x: place.x, y: place.y, style: look)
      }
      cell(line.text, x: place.x + 1, y: place.y, width: rect.width - 2, .left, .end, style: look)
    }
  }
}

/// A line of the page: a kind that can be chosen, or what those below it are of.
struct ExportLine: Hashable {
  var text: String
  var kind: ExportRequest.Kind?
  var isChosen = false

  static func height(rows: Int) -> Int { max(0, rows - 4) }

  static func lines(of model: Model) -> [ExportLine] {
    let events = Wording.counted(model.slot(.timeline).totals.events, "event", "events")
    let filter = model.viewFilter.map { "   / \($0)" } ?? ""
    let marks = Wording.counted(model.marks.all.count, "mark", "marks")
    func line(_ name: String, _ what: String, _ kind: ExportRequest.Kind) -> ExportLine {
      ExportLine(text: "  \(padded(name, 9)) \(what)", kind: kind, isChosen: kind == model.exportMenu?.kind)
    }
    return [
      ExportLine(text: "This view: \(events)\(filter)"),
      line("JSON", "the snapshot: every count, as --once --format json", .snapshot),
      line("NDJSON", "one event a line, each with its record", .events),
      line("CSV", "counts by account, principal and action", .groups),
      line("Markdown", "a timeline, each event with its record's SHA-256", .timeline),
      ExportLine(text: ""), ExportLine(text: "The marks: \(marks)"),
      line("Markdown", "a timeline with the notes and each record's SHA-256", .markedTimeline),
      line("NDJSON", "one event a line, each with its record", .markedEvents),
      ExportLine(text: ""), ExportLine(text: "The picture"),
      line("SVG", "the screen as it is", .picture),
    ]
  }

  /// How many lines are left out at the top so that the chosen one is seen.
  static func top(_ lines: [ExportLine], height: Int) -> Int {
    let chosen = lines.firstIndex(where: \.isChosen) ?? 0
    return max(0, min(chosen - (height - 1) / 2, lines.count - height))
  }
}
