import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The pane that shows one event.
extension Painter {
  mutating func details(_ model: Model, in rect: Rect) {
    detailsTitle(model, rect)
    let state = model.details
    if state.lines.isEmpty, rect.height > 1 {
      let text = state.isGone ? "this event is no longer kept" : state.pending == nil ? "no event" : "reading"
      canvas.draw(text, x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, style: .dim)
    }
    let seen = state.lines.dropFirst(state.scrolled).prefix(rect.height - 1)
    for (index, line) in seen.enumerated() { draw(line, in: rect.row(1 + index)) }
    mark(state.search, seen, in: rect)
  }

  mutating func draw(_ line: DetailsLine, in row: Rect) {
    let indent = line.isFlush ? 0 : DetailsPage.labelColumns
    canvas.draw(line.label, x: row.x + 1, y: row.y, width: indent, style: .dim)
    let end = canvas.draw(
      line.text, x: row.x + 1 + indent, y: row.y, width: row.width - 2 - indent, style: line.style)
    guard line.isHeading else { return }
    let rest = row.inset(left: indent + end + 2, right: 1)
    canvas.fill(rest, with: signs.rule, .rule)
  }

  /// Marks the hits of a search in the lines seen; the current one stands out.
  private mutating func mark(_ search: DetailsSearch, _ seen: ArraySlice<DetailsLine>, in rect: Rect) {
    guard let first = seen.first?.paragraph, let last = seen.last?.paragraph else { return }
    for (number, hit) in search.hits.enumerated() where (first...last).contains(hit.paragraph) {
      for (index, line) in seen.enumerated() where line.paragraph == hit.paragraph {
        guard let columns = line.columns(of: hit.range) else { continue }
        let indent = line.isFlush ? 0 : DetailsPage.labelColumns
        let place = Rect(
          x: rect.x + 1 + indent + columns.lowerBound, y: rect.y + 1 + index, width: columns.count, height: 1)
        let isCurrent = number == search.current
        canvas.restyle(place.intersection(rect.inset(right: 1))) { style in
          style.reverse = true
          if isCurrent { style = Style(.accent, bold: true, underline: true, reverse: true) }
        }
      }
    }
  }

  private mutating func detailsTitle(_ model: Model, _ rect: Rect) {
    let isFocused = model.focus == .details
    if let editor = model.details.search.editor { return searchLine(editor, model, rect) }
    title(rect, eventTitle(model, isFocused: isFocused), right: scrolled(model, rect), isFocused: isFocused)
  }

  /// The line in which the text to look for is typed, in place of the title.
  private mutating func searchLine(_ editor: LineEditor, _ model: Model, _ rect: Rect) {
    let count = found(model.details.search)
    let (before, behind) = editor.halves
    let room = max(1, rect.width - 16 - cellWidth(count))
    let shown = Painter.suffix(of: before, columns: room)
    let left = [
      Piece("Find ", Style(.accent, bold: true)), Piece(shown),
      Piece(behind.isEmpty ? " " : String(behind.prefix(1)), Style(.text, reverse: true)),
      Piece(String(behind.dropFirst())),
    ]
    title(rect, left, right: [Piece(count, .dim)], isFocused: true)
  }

  /// As much of the end of `text` as `columns` columns hold.
  private static func suffix(of text: String, columns: Int) -> String {
    var used = 0
    let kept = text.reversed().prefix { character in
      used += cellWidth(character)
      return used <= columns
    }
    return String(kept.reversed())
  }

  private func found(_ search: DetailsSearch) -> String {
    guard !search.query.isEmpty else { return "" }
    guard let current = search.current else { return "not found" }
    let more = search.hits.count == DetailsSearch.mostHits ? "+" : ""
    return "\(grouped(current + 1)) of \(grouped(search.hits.count))\(more)"
  }

  private func eventTitle(_ model: Model, isFocused: Bool) -> [Piece] {
    let style = Style(isFocused ? .accent : .header, bold: true)
    guard let row = model.details.shown?.row else { return [Piece("Details", style)] }
    return [Piece(row.action, style), Piece("  \(model.times.moment(row.time))", .dim)]
      + (model.details.isRaw ? [Piece("  raw", .dim)] : [])
  }

  /// Where the search is, and how much lies below what is seen.
  private func scrolled(_ model: Model, _ rect: Rect) -> [Piece] {
    let search = model.details.search
    let place = search.query.isEmpty ? [] : [Piece("\(search.query) \(found(search))  ", .accent)]
    let below = model.details.lines.count - model.details.scrolled - (rect.height - 1)
    return place + (below > 0 ? [Piece("\(grouped(below)) more", .dim)] : [])
  }
}

extension DetailsLine {
  /// The columns, from the line's first, that show bytes `range` of its paragraph; nil when it shows none of
  /// them.
  func columns(of range: Range<Int>) -> Range<Int>? {
    let bytes = Array(text.utf8)
    let shown = range.clamped(to: start..<start + bytes.count - lead)
    guard !shown.isEmpty else { return nil }
    func column(_ offset: Int) -> Int {
      cellWidth(String(decoding: bytes[..<(lead + offset - start)], as: UTF8.self))
    }
    return column(shown.lowerBound)..<column(shown.upperBound)
  }
}
