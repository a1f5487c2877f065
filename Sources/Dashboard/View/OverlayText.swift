import Terminal
import Text

/// What lies over the panes: the help, made from the keymap, and the session's problems.
enum OverlayText {
  /// The lines an overlay shows at a time on a screen of `rows` rows.
  static func height(rows: Int) -> Int { max(0, rows - 4) }

  static func title(of overlay: Model.Overlay) -> String {
    switch overlay {
    case .help: "Help"
    case .problems: "Session"
    case .lineage: "Who really did it"
    case .marks: "Marks"
    case .export: "Export"
    case .rule: "Rule"
    }
  }

  /// The rows of an overlay, each with its parts from left to right.
  static func rows(of overlay: Model.Overlay, in model: Model) -> [[DetailsLine]] {
    switch overlay {
    case .help: HelpPage(model.settings.keymap).rows(width: model.columns)
    case .problems: SessionText.lines(of: model, width: model.columns - 2).map { [$0] }
    case .rule: RulePage.lines(of: model, width: model.columns - 3).map { [$0] }
    case .lineage, .marks, .export: []
    }
  }
}

extension Painter {
  mutating func overlay(_ overlay: Model.Overlay, _ model: Model, in rect: Rect) {
    if overlay == .lineage { return lineage(model, in: rect) }
    canvas.fill(rect, .text)
    let rows = OverlayText.rows(of: overlay, in: model)
    let below = rows.count - model.overlayScroll - (rect.height - 1)
    title(
      rect, [Piece(OverlayText.title(of: overlay), Style(.accent, bold: true)), Piece("  esc back", .dim)],
      right: below > 0 ? [Piece("\(below) more", .dim)] : [], isFocused: true)
    for (index, parts) in rows.dropFirst(model.overlayScroll).prefix(rect.height - 1).enumerated() {
      let width = rect.width / max(1, parts.count)
      for (column, part) in parts.enumerated() {
        cell(
          part.text, x: rect.x + 1 + column * width, y: rect.y + 1 + index, width: width - 2, .left, .end,
          style: part.style)
      }
    }
  }
}
