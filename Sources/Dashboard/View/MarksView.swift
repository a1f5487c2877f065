import Audit
import CloudTrail
import Query
import Terminal
import Text

/// Where the page of marks has its list and the selected mark's record.
struct MarksLayout: Hashable {
  /// Both with their title lines.
  var list: Rect
  /// Empty where there is no room.
  var record: Rect

  init(rows: Int, columns: Int) {
    self.init(Rect(x: 0, y: 0, width: columns, height: rows).inset(top: 1, bottom: 2))
  }

  init(_ page: Rect) {
    let below = page.height < 16 ? 0 : page.height / 2
    (list, record) = page.split(bottom: below)
  }
}

/// The page of marks: each with its note in the line below it, and the record of the selected one.
extension Painter {
  mutating func marks(_ model: Model, in rect: Rect) {
    let layout = MarksLayout(rect)
    canvas.fill(rect, .text)
    let count = Wording.counted(model.marks.all.count, "mark", "marks")
    title(
      layout.list,
      [Piece("Marks", Style(.accent, bold: true)), Piece("  \(count)", .dim), Piece("  esc back", .dim)],
      isFocused: true)
    list(model, in: layout.list.inset(top: 1))
    if layout.record.height > 1 { record(model, in: layout.record) }
  }

  private mutating func list(_ model: Model, in rect: Rect) {
    if model.marks.all.isEmpty {
      let text = "no event is marked: m marks the one that is looked at"
      canvas.draw(text, x: rect.x + 1, y: rect.y, width: rect.width - 1, style: .dim)
    }
    let columns = place(markColumns(model), x: rect.x + 1, width: rect.width - 2)
    let lines = MarkLine.lines(of: model.marks)
    for (y, line) in lines.dropFirst(MarkLine.top(model.marks, height: rect.height)).prefix(rect.height)
      .enumerated()
    {
      let mark = model.marks.all[line.mark]
      let isSelected = mark.row.id == model.marks.selected
      let place = rect.row(y)
      if line.isNote {
        let note = truncatedToFit(mark.note, rect.width - 16, .end, glyphs: signs.glyphs)
        canvas.draw(note, x: place.x + 15, y: place.y, width: rect.width - 16, style: .accent)
      } else {
        row(mark.row, columns, in: place, style: Painter.style(of: mark.row), isSelected: isSelected)
      }
    }
  }

  private func markColumns(_ model: Model) -> [Column<EventRow>] {
    let times = model.times
    return [
      Column("", 1...1, rank: 0) { String(signs.sign(of: $0)) },
      Column("", 14...14, rank: 1) { times.event($0.time, hasDate: true) },
      Column("", 9...15, rank: 4, isName: true) { model.settings.accountName($0.account) },
      Column("", 10...24, rank: 2, isName: true) { Painter.who($0) },
      Column("", 20...30, rank: 0, isName: true) { $0.action },
      Column("", 9...19, rank: 3, isFlexible: true, isName: true) { $0.target.map(ShownTarget.form) ?? "" },
      Column("error", 12...22, rank: 5) { $0.errorCode ?? ($0.isError ? "failed" : "") },
    ]
  }

  private mutating func record(_ model: Model, in rect: Rect) {
    guard let mark = model.marks.selectedMark else { return }
    title(
      rect,
      [
        Piece(mark.row.action, .header),
        Piece("  marked \(model.times.whole(mark.markedAt))", .dim),
      ])
    let details = mark.details { model.name(of: ExactString($0), in: .alerts) }
    let page = details.map { details in
      let subject = DetailsSubject(
        details, settings: model.settings, times: model.times, earlier: .notAsked, showsDifference: false)
      return DetailsPage(DetailsText.paragraphs(of: subject), width: rect.width - 2)
    }
    let lines = page?.lines ?? [DetailsLine(text: "the record could not be read", style: .warn)]
    for (index, line) in lines.prefix(rect.height - 1).enumerated() { draw(line, in: rect.row(1 + index)) }
  }
}

/// A line of the list: a mark's event, or the note under it.
struct MarkLine: Hashable {
  /// The mark's place.
  var mark: Int
  var isNote: Bool

  static func lines(of marks: Marks) -> [MarkLine] {
    marks.all.enumerated().flatMap { place, mark in
      [MarkLine(mark: place, isNote: false)]
        + (mark.note.isEmpty ? [] : [MarkLine(mark: place, isNote: true)])
    }
  }

  /// How many lines to leave out at the top so that the selected mark, and its note, is seen in the middle where it can be.
  static func top(_ marks: Marks, height: Int) -> Int {
    let lines = lines(of: marks)
    guard let place = marks.selectedIndex, let at = lines.firstIndex(where: { $0.mark == place }) else {
      return 0
    }
    return max(0, min(at - (height - 1) / 2, lines.count - height))
  }
}
