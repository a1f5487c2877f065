import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The pane that shows one event.
extension Painter {
  mutating func details(_ model: Model, in rect: Rect) {
    let isFocused = model.focus == .details
    title(rect, detailsTitle(model, isFocused: isFocused), right: scrolled(model, rect), isFocused: isFocused)
    let lines = model.details.lines
    if lines.isEmpty, rect.height > 1 {
      let text =
        model.details.isGone
        ? "this event is no longer kept" : model.details.pending == nil ? "no event" : "reading"
      canvas.draw(text, x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, style: .dim)
    }
    let indent = model.details.isRaw ? 0 : DetailsText.labelColumns
    for (index, line) in lines.dropFirst(model.details.scrolled).prefix(rect.height - 1).enumerated() {
      let y = rect.y + 1 + index
      canvas.draw(line.label, x: rect.x + 1, y: y, width: indent, style: .dim)
      canvas.draw(line.text, x: rect.x + 1 + indent, y: y, width: rect.width - 2 - indent, style: line.style)
    }
  }

  private func detailsTitle(_ model: Model, isFocused: Bool) -> [Piece] {
    let style = Style(isFocused ? .accent : .header, bold: true)
    guard let row = model.details.shown?.row else { return [Piece("Details", style)] }
    return [Piece(row.action, style), Piece("  \(model.times.moment(row.time))", .dim)]
      + (model.details.isRaw ? [Piece("  raw", .dim)] : [])
  }

  /// How much lies below what is seen.
  private func scrolled(_ model: Model, _ rect: Rect) -> [Piece] {
    let below =
      model.details.lines.count - model.details.scrolled - (rect.height - 1)
    return below > 0 ? [Piece("\(grouped(below)) more", .dim)] : []
  }
}
