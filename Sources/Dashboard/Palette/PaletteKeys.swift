import CloudTrail
import Query
import Terminal

/// What keys do while the palette is open, and what its entries do.
extension Model {
  mutating func openPalette() {
    overlay = nil
    write("")
  }

  mutating func typePalette(_ key: Key) -> [Command] {
    switch key {
    case .escape: palette = nil
    case .up, .backTab, .control("p"): palette?.move(by: -1)
    case .down, .control("n"): palette?.move(by: 1)
    case .pageUp: palette?.move(by: -5)
    case .pageDown: palette?.move(by: 5)
    case .tab: takeTitle()
    case .enter: return runChosen()
    default:
      guard palette?.editor.take(key, history: []) == true else { return [.bell] }
      let offers = paletteOffers(for: palette?.editor.text ?? "")
      palette?.offer(offers)
    }
    return []
  }

  /// Writes the chosen entry's title into the line; of a word that wants an argument the word.
  private mutating func takeTitle() {
    guard let entry = palette?.chosenEntry else { return }
    if case .write(let text) = entry.action { write(text) } else { write(entry.title) }
  }

  private mutating func write(_ text: String) {
    var written = PaletteState(editor: LineEditor(text: text))
    written.offer(paletteOffers(for: text))
    palette = written
  }

  mutating func runChosen() -> [Command] {
    guard let entry = palette?.chosenEntry, entry.action != .refuse else { return [.bell] }
    if case .write(let text) = entry.action {
      write(text)
      return []
    }
    palette = nil
    return run(entry.action)
  }

  private mutating func run(_ action: PaletteAction) -> [Command] {
    switch action {
    case .perform(let command): return perform(command)
    case .write, .refuse: return [.bell]
    case .theme(let name):
      theme = name
      return [.setTheme(name)]
    case .focus(let pane): setFocus(pane)
    case .filter(let text): return filter.apply(text, now: now) ? [] : [.bell]
    case .save(let name): save(filter: SavedFilter(name: name, text: filter.text))
    case .account(let key, let name):
      let drill = Narrowing(table: .accounts, key: key, name: name)
      guard !drills.contains(drill) else { return [.bell] }
      drills.append(drill)
    case .sort(let column):
      let table = focus.table ?? tab
      tables[table]?.setOrder(TableOrder(column: column))
    case .since(let moment): zoom(into: TimeWindow(since: moment, until: window.until))
    case .goTo(let moment): return jump(to: moment)
    case .decide(let decision): return take(decision)
    case .takeBack(let decision): return takeBack([decision])
    }
    return []
  }
}
