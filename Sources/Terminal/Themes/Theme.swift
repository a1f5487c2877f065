/// How each role looks.
package struct Theme: Sendable {
  /// The look of one role. A colour that is nil is the terminal's own.
  package struct Look: Hashable, Sendable {
    /// For terminals of 256 colours and for exports.
    package var colour: Colour?
    /// For terminals of 16 or 8 colours.
    package var ansi: Ansi16?
    package var bold = false
    package var underline = false
    package var reverse = false

    package init() {}
  }

  /// The name people choose it by.
  package let name: String
  private var looks: [Role: Look]

  /// A theme in which every role without a look in `looks` is the terminal's own text.
  package init(name: String, looks: [Role: Look]) {
    self.name = name
    self.looks = looks
  }

  /// The look of `role`. Of `background` and `selection` the colour is a ground, of all others a colour of text.
  package subscript(role: Role) -> Look { looks[role] ?? Look() }

  /// The same theme with attributes only, for `NO_COLOR` and `--no-color`.
  package var withoutColour: Theme {
    var theme = self
    for role in Role.allCases {
      theme.looks[role, default: Look()].colour = nil
      theme.looks[role, default: Look()].ansi = nil
    }
    // Without its ground, the selection needs another sign.
    theme.looks[.selection, default: Look()].reverse = true
    return theme
  }
}
