import Audit
import CloudTrail
import Terminal
import Text

/// The pane that shows who really did an event.
extension Painter {
  mutating func lineage(_ model: Model, in rect: Rect) {
    canvas.fill(rect, .text)
    let state = model.lineage
    let below = state.lines.count - state.top - (rect.height - 1)
    title(
      rect, lineageTitle(model), right: below > 0 ? [Piece("\(grouped(below)) more", .dim)] : [],
      isFocused: true)
    if state.lines.isEmpty, rect.height > 1 {
      canvas.draw(state.emptyText, x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, style: .dim)
    }
    for (index, line) in state.lines.dropFirst(state.top).prefix(rect.height - 1).enumerated() {
      lineage(
        line, in: rect.row(index + 1), isSelected: line.subject == state.cursor, times: model.times,
        settings: model.settings)
    }
  }

  private func lineageTitle(_ model: Model) -> [Piece] {
    var pieces = [Piece(OverlayText.title(of: .lineage), Style(.accent, bold: true))]
    if let row = model.lineage.askedRow {
      pieces.append(Piece("  \(row.action) \(model.times.moment(row.time))", .dim))
    }
    return pieces
  }

  /// Draws one line of a tree into the first row of `rect`: the branch and what was done, then the account and the time.
  mutating func lineage(
    _ line: LineageLine, in rect: Rect, isSelected: Bool, times: Times, settings: Settings
  ) {
    func look(_ style: Style) -> Style { isSelected ? style.selected : style }
    if isSelected {
      canvas.fill(rect.row(0), look(.text))
      canvas.draw(String(signs.selected), x: rect.x, y: rect.y, style: look(line.style))
    }
    let account = rect.width >= 70 ? min(20, rect.width / 7) : 0
    var end = rect.maxX - 1
    if let row = line.row {
      end -= Painter.treeTimeColumns
      let time = Painter.treeTime(row.time, times)
      cell(time, x: end, y: rect.y, width: Painter.treeTimeColumns, .right, style: look(.dim))
      if account > 0 {
        end -= account + 1
        cell(settings.accountName(row.account), x: end, y: rect.y, width: account, style: look(.dim))
      }
      end -= 1
    }
    write(line, note: note(of: line, times), x: rect.x + 1, y: rect.y, until: end, look)
  }

  private static let treeTimeColumns = 11

  /// The time of day; of a day before, the date and the time to the minute.
  private static func treeTime(_ moment: Timestamp, _ times: Times) -> String {
    if times.form == .relative { return times.ago(moment) }
    let isOld = times.now.seconds - moment.seconds >= 86_400
    return isOld ? "\(times.day(moment)) \(times.minute(moment))" : times.clock(moment)
  }

  private func note(of line: LineageLine, _ times: Times) -> String {
    let since = line.since.map { "held since \(times.day($0)) \(times.clock($0))\(times.offset(at: $0))" }
    return [since, line.note.isEmpty ? nil : line.note].compactMap { $0 }.joined(separator: "; ")
  }

  private mutating func write(
    _ line: LineageLine, note: String, x: Int, y: Int, until end: Int, _ look: (Style) -> Style
  ) {
    var at = x + canvas.draw(line.branch, x: x, y: y, width: max(0, end - x), style: look(.dim))
    let mark = line.isAsked ? "  \(signs.this)" : ""
    let text = (line.sign.map { "\($0) " } ?? "") + line.text
    let room = max(0, end - at - cellWidth(mark))
    let shown = truncatedToFit(text, room, line.ellipsis, glyphs: signs.glyphs)
    at += canvas.draw(shown, x: at, y: y, width: room, style: look(line.style))
    at += canvas.draw(mark, x: at, y: y, width: max(0, end - at), style: look(Style(.accent, bold: true)))
    guard !note.isEmpty, end - at > 8 else { return }
    let beside = truncatedToFit("  \(note)", end - at, .end, glyphs: signs.glyphs)
    canvas.draw(beside, x: at, y: y, width: end - at, style: look(.dim))
  }
}
