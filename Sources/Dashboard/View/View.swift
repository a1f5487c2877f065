import Terminal
import Text

/// The whole screen, painted from the model alone.
package func view(_ model: Model) -> Canvas {
  var painter = Painter(
    canvas: Canvas(columns: model.columns, rows: model.rows), signs: Signs(glyphs: model.settings.glyphs))
  painter.screen(model)
  return painter.canvas
}

extension Painter {
  fileprivate mutating func screen(_ model: Model) {
    let layout = model.layout
    guard !layout.isTooSmall else { return tooSmall() }
    for (pane, rect) in layout.panes.sorted(by: { $0.value.y < $1.value.y }) { paint(pane, model, in: rect) }
    if model.page != nil { page(model, in: canvas.bounds.inset(top: 1, bottom: 2)) }
    if let overlay = model.overlay {
      let page = canvas.bounds.inset(top: 1, bottom: 2)
      switch overlay {
      case .marks: marks(model, in: page)
      case .export: export(model, in: page)
      case .help, .problems, .lineage, .rule: self.overlay(overlay, model, in: page)
      }
    }
    if let suggestions = model.suggestions {
      self.suggestions(suggestions, in: model.suggestionsRect(suggestions))
    }
  }

  private mutating func paint(_ pane: Pane, _ model: Model, in rect: Rect) {
    switch pane {
    case .header: header(model, in: rect)
    case .timeline: timeline(model, in: rect)
    case .accounts: table(.accounts, model, in: rect)
    case .principals: table(.principals, model, in: rect)
    case .actions: table(.actions, model, in: rect)
    case .alerts: table(.alerts, model, in: rect)
    case .events: events(model, in: rect)
    case .details: details(model, in: rect)
    case .status: status(model, in: rect)
    }
  }

  private mutating func tooSmall() {
    let wanted = "iamwatch needs \(Layout.leastColumns)x\(Layout.leastRows)"
    canvas.draw(truncatedToFit(wanted, canvas.columns, glyphs: signs.glyphs), x: 0, y: canvas.rows / 2)
  }
}
