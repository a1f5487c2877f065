import Audit
import Query
import Terminal
import Text

/// Draws the page of one principal over the panes.
extension Painter {
  mutating func page(_ model: Model, in rect: Rect) {
    guard let page = model.page, let sheet = model.sheet else { return }
    canvas.fill(rect, .text)
    var about = [Piece("Everything of one principal", Style(.accent, bold: true)), Piece("  esc back", .dim)]
    if let profile = page.profile, !profile.complete {
      about.append(Piece("  of its newest \(grouped(profile.counts.events)) events alone", .warn))
    }
    let below = sheet.height - page.scrolled - (rect.height - 1)
    title(
      rect, about,
      right: below > 0 ? [Piece("\(below) more", .dim)] : [], isFocused: true)
    if page.profile == nil {
      let text = page.isGone ? "nothing is held of it" : "reading"
      canvas.draw(text, x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, style: .dim)
    }
    let window = rect.inset(top: 1)
    func line(_ y: Int) -> Int? {
      let shown = y - page.scrolled
      return shown >= 0 && shown < window.height ? window.y + shown : nil
    }
    for heading in sheet.titles {
      guard let y = line(heading.y) else { continue }
      let note = heading.note.isEmpty ? [] : [Piece("  \(heading.note)", .warn)]
      title(
        Rect(x: heading.x, y: y, width: heading.width, height: 1),
        [Piece(heading.text, Style(.header, bold: true))] + note)
    }
    let chosen = sheet.items.first { $0.item == page.selected }
    for mark in sheet.marks {
      guard let y = line(mark.y) else { continue }
      cell(
        mark.text, x: mark.x, y: y, width: mark.width, mark.alignment, mark.ellipsis, style: mark.style)
    }
    guard let chosen, let y = line(chosen.y) else { return }
    canvas.restyle(Rect(x: chosen.x, y: y, width: chosen.width, height: 1)) { $0 = $0.selected }
    canvas.draw(String(signs.selected), x: chosen.x, y: y, style: .selection)
  }
}
