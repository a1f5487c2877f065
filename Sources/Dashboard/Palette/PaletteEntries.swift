import CloudTrail
import Query
import Terminal

/// What the palette offers.
extension Model {
  /// The offers for what was typed: by how well they fit, and as they come where nothing was typed.
  func paletteOffers(for typed: String) -> [PaletteState.Offer] {
    if let offers = argumentOffers(for: typed) { return offers }
    let query = typed.trimmed
    guard !query.isEmpty else { return paletteEntries.map { PaletteState.Offer(entry: $0) } }
    return ranked(paletteEntries, query)
  }

  /// The entries that fit, best first; of equals the earlier one.
  func ranked(_ entries: [PaletteEntry], _ query: String) -> [PaletteState.Offer] {
    var found: [(score: Int, index: Int, offer: PaletteState.Offer)] = []
    for (index, entry) in entries.enumerated() {
      if let match = FuzzyMatch(query, in: entry.title) {
        found.append((match.score, index, PaletteState.Offer(entry: entry, places: match.places)))
      } else if entry.note.lowercased().contains(query.lowercased()) {
        // Found by what it does, not by its name: behind all that is found by the name.
        found.append((Int.min, index, PaletteState.Offer(entry: entry)))
      }
    }
    return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.offer)
  }

  /// Everything, in the order shown while nothing is typed.
  var paletteEntries: [PaletteEntry] {
    PaletteArgument.allCases.map(\.entry) + savedFilterEntries + commandEntries + decisionEntries
      + paneEntries + sortEntries
      + themeEntries + accountEntries
  }

  private var commandEntries: [PaletteEntry] {
    let bindings = settings.keymap.bindings
    var seen: Set<KeyCommand> = []
    // In the keymap's order, but moving about, which nobody looks for, at the end; and what a changed keymap lacks.
    let groups = settings.keymap.groups
    let ordered = (groups.dropFirst() + groups.prefix(1)).flatMap(\.bindings).map(\.command)
    let commands = (ordered + KeyCommand.allCases).filter { seen.insert($0).inserted }
    return commands.map { command in
      let own = bindings.filter { $0.command == command }
      let here = own.first { $0.contexts.contains(.everywhere) || $0.contexts.contains(context) } ?? own.first
      return PaletteEntry(
        title: command.name, note: here?.description ?? "",
        keys: here?.keys.map(\.description).joined(separator: " ") ?? "", action: .perform(command))
    }
  }

  var paneEntries: [PaletteEntry] {
    layout.focusOrder.map { pane in
      PaletteEntry(title: "pane \(pane.rawValue)", note: "look at the \(pane.rawValue)", action: .focus(pane))
    }
  }

  var sortEntries: [PaletteEntry] {
    let table = focus.table ?? tab
    return everyOrder(of: table).map { column in
      let name = column.name(in: table)
      return PaletteEntry(
        title: "sort \(name)", note: "the \(table.rawValue) by \(name)", action: .sort(column))
    }
  }

  var themeEntries: [PaletteEntry] {
    settings.themes.map { PaletteEntry(title: "theme \($0)", note: "other colours", action: .theme($0)) }
  }

  var savedFilterEntries: [PaletteEntry] {
    savedFilters.map { PaletteEntry(title: "@\($0.name)", note: $0.text, action: .filter("@\($0.name)")) }
  }

  /// The accounts seen, busiest first, then those only known by name.
  var accountEntries: [PaletteEntry] {
    let seen = state(of: .accounts).rows.map { (key: $0.key, name: $0.name) }
    let keys = Set(seen.map(\.key))
    let named = settings.accountNames.filter { !keys.contains($0.key) }.map { (key: $0.key, name: $0.value) }
      .sorted { (ExactString($0.name), $0.key) < (ExactString($1.name), $1.key) }
    return (seen + named).map { account in
      PaletteEntry(
        title: "account \(account.name)", note: "drill into \(account.key.string)",
        action: .account(account.key, name: account.name))
    }
  }
}

extension TableOrder.Column {
  /// Its name in the palette: what the column's title says.
  func name(in table: TableKind) -> String {
    switch self {
    case .standard: table == .alerts ? "severity" : "events"
    case .note: table.noteName
    default: rawValue
    }
  }
}

extension String {
  /// Without the blanks at either end.
  var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.prefix(start.count - start.reversed().prefix { $0 == " " }.count))
  }
}
