import CloudTrail
import Query
import Terminal
import Text

/// The last two lines: where one is and what the keys do, or what is being typed.
extension Painter {
  mutating func status(_ model: Model, in rect: Rect) {
    if let palette = model.palette { return paletteLine(model, palette, in: rect) }
    guard model.filter.editor == nil else { return filterBar(model, in: rect) }
    if let editor = model.marks.editor {
      return prompt("note", editor, hint: "enter keep   esc cancel", in: rect)
    }
    if let deciding = model.deciding { return decision(deciding, model, in: rect) }
    if let menu = model.exportMenu {
      return prompt("to", menu.path, hint: "enter write   esc cancel   up down what", in: rect)
    }
    if let asked = model.askedCode {
      let name = "MFA code for \(truncatedToFit(asked.serial, 48, .middle, glyphs: signs.glyphs))"
      return prompt(name, asked.hidden, hint: "enter sign in   esc not now", in: rect)
    }
    title(rect, [])
    canvas.fill(rect.row(0), with: signs.rule, .rule)
    if let notice = model.notice {
      _ = write([Piece(notice.text, notice.style)], x: rect.x + 1, y: rect.y + 1, until: rect.maxX - 1)
      return
    }
    let way = model.crumbs.map { Piece($0.text, $0.style) }
    let hints = hints(model, room: rect.width - min(Painter.length(way), rect.width / 2) - 4)
    let start = rect.maxX - Painter.length(hints) - 1
    _ = write(way, x: rect.x + 1, y: rect.y + 1, until: start - 2)
    _ = write(hints, x: start, y: rect.y + 1, until: rect.maxX)
  }

  private static func length(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + cellWidth($1.text) } }

  /// As many hints as there is room for, made from the keymap: those of the pane in focus first, the help
  /// always.
  private func hints(_ model: Model, room: Int) -> [Piece] {
    let context = model.context
    let bindings = model.settings.keymap.bindings.filter { binding in
      binding.hint != nil && !binding.keys.isEmpty
        && (model.overlay != .lineage || Model.lineageHints.contains(binding.command))
        && (binding.contexts.contains(.everywhere) || binding.contexts.contains(context))
        && (model.overlay == nil || !Painter.paneCommands.contains(binding.command))
    }
    let order: [KeyCommand] = [
      .help, .open, .note, .removeMark, .raw, .findInDetails, .filter, .palette, .nextPane, .back, .freeze,
      .leave,
    ]
    let ranked = bindings.sorted { left, right in
      (order.firstIndex(of: left.command) ?? order.count)
        < (order.firstIndex(of: right.command) ?? order.count)
    }
    var used = 0
    var kept: Set<KeyBinding> = []
    for binding in ranked {
      let width = cellWidth(hint(binding)) + 3
      guard used + width <= room + 3 else { break }
      used += width
      kept.insert(binding)
    }
    let texts = bindings.filter(kept.contains).map(hint)
    return texts.isEmpty ? [] : [Piece(texts.joined(separator: "   "), .dim)]
  }

  /// What a page over the panes has no use for.
  private static let paneCommands: Set<KeyCommand> = [.nextPane, .filter, .freeze]

  private func hint(_ binding: KeyBinding) -> String {
    "\(binding.keys.first?.description ?? "") \(binding.hint ?? "")"
  }
}
