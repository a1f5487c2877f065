import Query
import Terminal
import Text

/// The list above the line that is typed: what the palette offers, or what completes the filter.
struct Suggestions: Hashable, Sendable {
  struct Line: Hashable, Sendable {
    var text: String
    /// The places of the letters that were typed, in characters.
    var places: [Int] = []
    var note: String
    var right: String
  }

  var title: String
  var lines: [Line]
  /// How many there are in all, where that is more than the lines.
  var total: Int
  var chosen: Int?
  /// The most lines shown at a time.
  var most: Int

  /// The lines shown in a list of so many rows; the chosen one is among them.
  func shown(rows: Int) -> Range<Int> {
    let height = max(0, min(rows, lines.count))
    let top = max(0, min((chosen ?? 0) - height + 1, lines.count - height))
    return top..<top + height
  }
}

extension Model {
  /// What the list shows; nil where there is none.
  var suggestions: Suggestions? {
    guard !layout.isTooSmall else { return nil }
    if let palette { return suggestions(palette) }
    guard let completion = filter.completion, completion.isWorthShowing else { return nil }
    return suggestions(completion)
  }

  private func suggestions(_ palette: PaletteState) -> Suggestions {
    let lines = palette.offers.map { offer in
      Suggestions.Line(
        text: offer.entry.title, places: offer.places, note: offer.entry.note, right: offer.entry.keys)
    }
    return Suggestions(
      title: "Commands", lines: lines, total: lines.count, chosen: palette.chosen, most: max(8, rows / 2))
  }

  private func suggestions(_ completion: Completion) -> Suggestions {
    var title = "Fields"
    if case .value(let field) = completion.point.wanted { title = "Values of \(field)" }
    let lines = completion.candidates.map { candidate in
      Suggestions.Line(
        text: candidate.shown, note: candidate.note, right: candidate.events.map { grouped($0) } ?? "")
    }
    return Suggestions(
      title: title, lines: lines, total: completion.total, chosen: completion.chosen, most: 8)
  }

  /// Where the list lies: above the two lines at the bottom, below the header; its title line first.
  func suggestionsRect(_ suggestions: Suggestions) -> Rect {
    let room = max(0, rows - 3)
    let height = min(room, 1 + min(max(1, suggestions.lines.count), suggestions.most))
    return Rect(x: 0, y: rows - 2 - height, width: columns, height: height)
  }

  /// A click on a line of the list takes it; the wheel moves the palette's choice.
  mutating func clickSuggestion(_ event: MouseEvent) -> [Command] {
    guard let suggestions else { return [] }
    let rect = suggestionsRect(suggestions)
    switch event.action {
    case .wheelUp: palette?.move(by: -1)
    case .wheelDown: palette?.move(by: 1)
    case .press, .doubleClick:
      let line = event.y - rect.y - 1
      let shown = suggestions.shown(rows: rect.height - 1)
      guard rect.contains(x: event.x, y: event.y), line >= 0, line < shown.count else { return [] }
      guard palette != nil else {
        chooseCandidate(shown.lowerBound + line)
        return []
      }
      palette?.choose(shown.lowerBound + line)
      return runChosen()
    case .drag, .release: break
    }
    return []
  }
}
