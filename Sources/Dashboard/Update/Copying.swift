import Audit
import CloudTrail
import Query
import Terminal
import Text

/// Copying to the clipboard of the machine the person sits at.
extension Model {
  /// Copies the key of the selected row (an account's id, a principal's ARN, an action, a rule's id), or the record of the event looked
  /// at as JSON.
  mutating func copySelected() -> [Command] {
    if overlay == .marks { return copy(marks.selectedMark) }
    if let table = focus.table {
      guard let key = state(of: table).selected else { return [.bell] }
      return copy(sanitised(key.string), what: sanitised(key.string))
    }
    guard let row = rowLookedAt else { return [.bell] }
    if let shown = details.shown, shown.row.id == row.id { return copy(shown) }
    lastRequest += 1
    copying = lastRequest
    return [.open(request: lastRequest, row.id)]
  }

  /// Copies the record that was asked for.
  mutating func copyRecord(of details: EventDetails?, request: Int) -> [Command] {
    guard request == copying else { return [] }
    copying = nil
    return copy(details)
  }

  /// Copies the filter text that gives the events of this view: the filter, what was drilled into and what is selected.
  mutating func copyFilter() -> [Command] {
    let text = sanitised(viewFilter ?? "")
    guard !text.isEmpty else {
      say("nothing narrows this view: there is no filter to copy", .warn)
      return [.bell]
    }
    return copy(text, what: text)
  }

  /// The filter that gives the events of this view; nil for all of them.
  var viewFilter: String? {
    // A name stands for a filter on this machine only.
    let usesNames = filter.text.contains("@") && !filter.saved.isEmpty
    let isNarrowed =
      usesNames || !drills.isEmpty || TableKind.allCases.contains { state(of: $0).selected != nil }
    guard isNarrowed, let predicate = predicate(for: nil) else {
      return filter.text.isEmpty ? nil : filter.text
    }
    return FilterSyntax.text(of: predicate)
  }

  private mutating func copy(_ mark: Mark?) -> [Command] {
    guard let mark else { return [.bell] }
    return copy(mark.details { $0 })
  }

  private mutating func copy(_ details: EventDetails?) -> [Command] {
    guard let details else {
      say("the record could not be read: nothing was copied", .warn)
      return [.bell]
    }
    return copy(recordJSON(details.record), what: "the record of \(details.row.action)")
  }

  private mutating func copy(_ text: String, what: String) -> [Command] {
    let size = text.utf8.count
    guard settings.hasClipboard else {
      say("this terminal has no clipboard; e exports to a file", .warn)
      return [.bell]
    }
    guard size <= Clipboard.mostBytes else {
      say(
        "\(Wording.bytes(size)) are more than terminals take (\(Wording.bytes(Clipboard.mostBytes))); e exports to a file",
        .warn)
      return [.bell]
    }
    say("sent to the terminal's clipboard: \(what)")
    return [.copy(text)]
  }
}
