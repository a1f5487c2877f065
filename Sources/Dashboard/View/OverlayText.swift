import CloudTrail
import Query
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
    }
  }

  /// The rows of an overlay, each with its parts from left to right.
  static func rows(of overlay: Model.Overlay, in model: Model) -> [[DetailsLine]] {
    switch overlay {
    case .help: HelpPage(model.settings.keymap).rows(width: model.columns)
    case .problems: session(model).map { [$0] }
    case .lineage: []
    }
  }

  private static func session(_ model: Model) -> [DetailsLine] {
    var lines = [DetailsLine(text: "Sources", style: .header)]
    for source in model.health { lines += self.source(source) }
    if model.health.isEmpty { lines.append(DetailsLine(text: "  none has reported", style: .dim)) }
    lines += [DetailsLine(text: ""), DetailsLine(text: "Problems", style: .header)]
    for problem in model.problems.reversed() {
      let time = problem.time.map { model.times.event($0, hasDate: false) + "  " } ?? ""
      lines.append(DetailsLine(text: "  \(time)\(problem.source)  \(problem.text)", style: .warn))
    }
    if model.problems.isEmpty { lines.append(DetailsLine(text: "  none", style: .dim)) }
    return lines
  }

  private static func source(_ source: SourceHealth) -> [DetailsLine] {
    let isWell = source.state == .complete || source.state == .live
    var counts = "read \(grouped(source.read))  rejected \(grouped(source.rejected))"
    counts += "  duplicates \(grouped(source.duplicates))  out of scope \(grouped(source.outOfScope))"
    counts += "  late \(grouped(source.late))"
    var lines = [
      DetailsLine(text: "  \(source.source)  \(source.state.rawValue)", style: isWell ? .good : .high),
      DetailsLine(text: "    \(counts)"),
    ]
    if let error = source.error { lines.append(DetailsLine(text: "    \(error)", style: .high)) }
    return lines
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
