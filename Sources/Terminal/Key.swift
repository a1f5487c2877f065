/// One thing a person did at the terminal.
package enum Key: Hashable, Sendable {
  /// A letter, digit or sign, as typed; the space bar is `character(" ")`.
  case character(Character)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case tab, backTab, enter, escape, backspace, delete, insert
  /// F1 is `function(1)`.
  case function(Int)
  /// Ctrl with a lower-case letter or one of `@[\]^_`.
  case control(Character)
  /// Alt (or escape at once followed) with a character.
  case alt(Character)
  /// The terminal has another size now.
  case resize(columns: Int, rows: Int)
  case mouse(MouseEvent)
  /// Text pasted as one piece: it is data, never commands.
  case paste(String)
}

/// A click, a turn of the wheel or a drag, which is a movement with a button held down.
package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case press, drag, release, doubleClick, wheelUp, wheelDown
  }
  package enum Button: Hashable, Sendable {
    case left, middle, right, none
  }
  /// The cell, from (0, 0) in the upper left corner.
  package var x: Int
  package var y: Int
  package var action: Action
  package var button: Button

  package init(x: Int, y: Int, action: Action, button: Button = .none) {
    self.x = x
    self.y = y
    self.action = action
    self.button = button
  }
}
