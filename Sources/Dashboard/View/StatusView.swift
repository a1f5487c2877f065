import CloudTrail
import Query
import Terminal
import Text

/// The last two lines: where one is and what the keys do, or the filter being typed and what is wrong with
/// it.
extension Painter {
  mutating func status(_ model: Model, in rect: Rect) {
    guard model.filter.editor == nil else { return filterBar(model, in: rect) }
    title(rect, [])
    canvas.fill(rect.row(0), with: signs.rule, .rule)
    let way = crumbs(model)
    let hints = hints(model, room: rect.width - min(Painter.length(way), rect.width / 2) - 4)
    let start = rect.maxX - Painter.length(hints) - 1
    _ = write(way, x: rect.x + 1, y: rect.y + 1, until: start - 2)
    _ = write(hints, x: start, y: rect.y + 1, until: rect.maxX)
  }

  private static func length(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + cellWidth($1.text) } }

  /// The way to what is seen: the name, the filter, what was drilled into, what is selected.
  private func crumbs(_ model: Model) -> [Piece] {
    var pieces = [Piece(model.settings.name, Style(.header, bold: true))]
    if !model.filter.text.isEmpty { pieces.append(Piece(" / \(model.filter.text)", .accent)) }
    if let zoom = model.zooms.last, let since = zoom.since {
      let times = model.times
      let from = times.minute(since)
      let until = zoom.until.map(times.minute) ?? ""
      pieces.append(Piece(" \(signs.drilled) \(from)-\(until)", .accent))
    }
    pieces += model.drills.map { Piece(" \(signs.drilled) \($0.name)", .accent) }
    for table in TableKind.allCases {
      if let chosen = model.selection(in: table) {
        pieces.append(Piece(" \(signs.chosen) \(chosen.name)", .text))
      }
    }
    return pieces
  }

  /// As many hints as there is room for, made from the keymap: those of the pane in focus first, the help
  /// always.
  private func hints(_ model: Model, room: Int) -> [Piece] {
    let context = model.context
    let bindings = model.settings.keymap.bindings.filter { binding in
      binding.hint != nil && (binding.contexts.contains(.everywhere) || binding.contexts.contains(context))
    }
    let order: [KeyCommand] = [.help, .open, .raw, .filter, .nextPane, .back, .freeze, .leave]
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

  private func hint(_ binding: KeyBinding) -> String {
    "\(binding.keys.first?.description ?? "") \(binding.hint ?? "")"
  }

  private mutating func filterBar(_ model: Model, in rect: Rect) {
    guard let editor = model.filter.editor else { return }
    canvas.fill(rect, .text)
    let (before, behind) = editor.halves
    // The text is scrolled so that the cursor stays inside.
    let room = rect.width - 4
    let shift = max(0, cellWidth(before) - room + 1)
    let shownBefore = suffix(of: before, droppingColumns: shift)
    canvas.draw("/ ", x: rect.x + 1, y: rect.y, style: .accent)
    let start = rect.x + 3
    let cursor = start + canvas.draw(shownBefore, x: start, y: rect.y, width: room)
    canvas.draw(behind, x: cursor, y: rect.y, width: max(0, rect.maxX - 1 - cursor))
    canvas.restyle(Rect(x: cursor, y: rect.y, width: 1, height: 1)) { $0.reverse = true }
    guard let error = model.filter.error else {
      let matches = model.slot(.timeline).totals.events
      let text =
        "\(Wording.counted(matches, "event", "events"))   enter apply   esc cancel   up down earlier filters"
      return _ = write([Piece(text, .dim)], x: start, y: rect.y + 1, until: rect.maxX)
    }
    let wrong = cellWidth(String((before + behind).prefix(max(0, error.column - 1))))
    let column = max(start, min(start + wrong - shift, rect.maxX - 1))
    canvas.restyle(Rect(x: column, y: rect.y, width: 1, height: 1)) { $0.role = .critical }
    mark(error, at: column, in: rect.row(1))
  }

  /// A caret under the wrong column, and beside it, where there is more room, what is wrong.
  private mutating func mark(_ error: FilterError, at column: Int, in line: Rect) {
    canvas.draw("^", x: column, y: line.y, style: .critical)
    let room = max(line.maxX - column - 3, column - line.x - 2)
    let whole = error.description
    let text = cellWidth(whole) <= room ? whole : "column \(error.column): \(error.message)"
    let right = line.maxX - column - 3
    if right >= cellWidth(text) || right >= column - line.x - 3 {
      _ = write([Piece(text, .critical)], x: column + 2, y: line.y, until: line.maxX)
    } else {
      let start = max(line.x + 1, column - 1 - cellWidth(text))
      _ = write([Piece(text, .critical)], x: start, y: line.y, until: column - 1)
    }
  }

  /// `text` without the characters that take its first `columns` columns.
  private func suffix(of text: String, droppingColumns columns: Int) -> Substring {
    var dropped = 0
    return text.drop { character in
      guard dropped < columns else { return false }
      dropped += cellWidth(character)
      return true
    }
  }
}
