/// What a key can do.
package enum KeyCommand: String, CaseIterable, Sendable {
  case up, down, left, right, pageUp, pageDown, first, last
  case nextPane, previousPane, open, back, previousView, nextView, everything
  case previousError, nextError, previousAlert, nextAlert, hourBack, hourOn, dayBack, dayOn, times, zone
  case filter, palette, sort, reverseSort, zoomIn, zoomOut, brush, freeze, fullScreen, raw
  case difference, findInDetails, nextHit, previousHit
  case lineage
  case acknowledge, mute, showMuted, ruleText
  case mark, marks, note, removeMark, export, copy, copyFilter
  case theme, problems, help, redraw, suspend, leave, quit
}

extension KeyCommand {
  /// Its name in the palette and in the configuration's `keys`: `full-screen`.
  package var name: String {
    rawValue.reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
  }

  /// The command of this name, nil when there is none.
  package init?(named name: String) {
    guard let found = KeyCommand.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
