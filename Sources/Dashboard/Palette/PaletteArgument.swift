import CloudTrail
import Query

/// The palette's words that want something typed behind them.
enum PaletteArgument: String, CaseIterable, Sendable {
  case filter, goto, since, save, sort, theme, pane, account, acknowledge, mute

  var entry: PaletteEntry {
    PaletteEntry(title: "\(rawValue) \(wants)", note: note, action: .write("\(rawValue) "))
  }

  private var wants: String {
    switch self {
    case .filter: "TEXT"
    case .goto, .since: "TIME"
    case .save, .theme: "NAME"
    case .sort: "COLUMN"
    case .pane: "PANE"
    case .account: "ACCOUNT"
    case .acknowledge: "REASON"
    case .mute: "[7d] REASON"
    }
  }

  private var note: String {
    switch self {
    case .filter: "filter by this: is:denied -principal:role/ci-*"
    case .goto: "go to 2026-11-01T03:00Z, or to 2h ago"
    case .since: "look at the last 2h, or from 2026-11-01 on"
    case .save: "keep the filter in force as @NAME"
    case .sort: "sort the table by a column"
    case .theme: "other colours"
    case .pane: "look at a pane"
    case .account: "drill into an account"
    case .acknowledge: "somebody knows of these alerts"
    case .mute: "nobody is to hear of these alerts, for a while or for good"
    }
  }
}

extension Model {
  /// The offers for a word with something typed behind it; nil where the first word is none of these.
  func argumentOffers(for typed: String) -> [PaletteState.Offer]? {
    let parts = typed.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let word = PaletteArgument(rawValue: String(parts[0])) else { return nil }
    let given = String(parts[1]).trimmed
    switch word {
    case .filter: return [PaletteState.Offer(entry: filterEntry(given))]
    case .goto: return [PaletteState.Offer(entry: timeEntry(.goto, given) { .goTo($0) })]
    case .since: return [PaletteState.Offer(entry: timeEntry(.since, given) { .since($0) })]
    case .save: return [PaletteState.Offer(entry: saveEntry(given))]
    case .sort: return choices(sortEntries, word, given)
    case .theme: return choices(themeEntries, word, given)
    case .pane: return choices(paneEntries, word, given)
    case .account: return choices(accountEntries, word, given)
    case .acknowledge, .mute: return [PaletteState.Offer(entry: decisionEntry(word, given))]
    }
  }

  private func choices(
    _ entries: [PaletteEntry], _ word: PaletteArgument, _ given: String
  ) -> [PaletteState.Offer] {
    given.isEmpty
      ? entries.map { PaletteState.Offer(entry: $0) } : ranked(entries, "\(word.rawValue) \(given)")
  }

  private func filterEntry(_ text: String) -> PaletteEntry {
    do throws(FilterError) {
      _ = try FilterSyntax.predicate(from: text, now: now, saved: savedFilters)
      let note = text.isEmpty ? "no filter" : "put this filter in force"
      return PaletteEntry(title: "filter \(text)", note: note, action: .filter(text))
    } catch {
      return PaletteEntry(title: "filter \(text)", note: error.description, action: .refuse)
    }
  }

  private func timeEntry(
    _ word: PaletteArgument, _ text: String, _ action: (Timestamp) -> PaletteAction
  ) -> PaletteEntry {
    guard let moment = WrittenTime.parse(text, now: now) else {
      let note = "write a duration before now (90m, 24h, 7d) or a time (2026-11-01T03:00Z)"
      return PaletteEntry(title: "\(word.rawValue) \(text)", note: note, action: .refuse)
    }
    return PaletteEntry(title: "\(word.rawValue) \(text)", note: moment.rfc3339, action: action(moment))
  }

  private func saveEntry(_ name: String) -> PaletteEntry {
    let title = "save \(name)"
    let isWell =
      !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
    if filter.text.isEmpty {
      return PaletteEntry(title: title, note: "there is no filter in force to keep", action: .refuse)
    }
    guard isWell else {
      return PaletteEntry(title: title, note: "a name has letters, digits and _ - . only", action: .refuse)
    }
    return PaletteEntry(title: title, note: "keep \(filter.text) as @\(name)", action: .save(name))
  }
}
