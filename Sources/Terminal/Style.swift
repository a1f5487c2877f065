/// The look of a cell: roles, never colours, and the attributes every terminal has.
package struct Style: Hashable, Sendable {
  /// What the text means.
  package var role: Role
  /// What the ground under it means, or nil for the screen's own background.
  package var background: Role?
  package var bold: Bool
  package var underline: Bool
  package var reverse: Bool

  /// A style of `role`, plain unless told otherwise.
  package init(
    _ role: Role, on background: Role? = nil, bold: Bool = false, underline: Bool = false,
    reverse: Bool = false
  ) {
    self.role = role
    self.background = background
    self.bold = bold
    self.underline = underline
    self.reverse = reverse
  }

  /// The style on the selected row: the selection's ground, in bold.
  package var selected: Style {
    Style(role, on: .selection, bold: true, underline: underline, reverse: reverse)
  }

  package static let text = Style(.text)
  package static let dim = Style(.dim)
  package static let accent = Style(.accent)
  package static let selection = Style(.text, on: .selection, bold: true)
  package static let rule = Style(.rule)
  package static let header = Style(.header, bold: true)
  package static let good = Style(.good)
  package static let warn = Style(.warn)
  package static let high = Style(.high)
  package static let critical = Style(.critical, bold: true)
  package static let chart = Style(.chart)
  package static let chartError = Style(.chartError)
  package static let chartAlert = Style(.chartAlert)
  package static let spark = Style(.spark)
  package static let new = Style(.new, bold: true)
}
