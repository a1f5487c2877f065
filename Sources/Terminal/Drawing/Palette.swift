/// How a cell is to look, in the terminal's own numbers.
struct Look: Hashable {
  /// The terminal's number of the text's colour and of the ground's; -1 is its own default.
  var foreground: Int32 = -1
  var background: Int32 = -1
  var bold = false
  var underline = false
  var reverse = false

  /// Whether a blank looks the same in both.
  func isSameGround(as other: Look) -> Bool {
    background == other.background && !underline && !reverse && !other.underline && !other.reverse
  }
}

/// The looks of a theme on one terminal, each worked out once.
struct Palette {
  private let theme: Theme
  private let terminal: TerminalStrings
  private var known: [Style: Look] = [:]

  init(theme: Theme, terminal: TerminalStrings) { (self.theme, self.terminal) = (theme, terminal) }

  mutating func look(of style: Style) -> Look {
    if let look = known[style] { return look }
    let look = worked(theme.paint(style))
    known[style] = look
    return look
  }

  private func worked(_ paint: Paint) -> Look {
    var look = Look(bold: paint.bold, underline: paint.underline, reverse: paint.reverse)
    guard terminal.depth != .monochrome else { return look }
    look.foreground = number(paint.foreground)
    look.background = number(paint.background)
    // With eight colours a bright one is the plain one in bold.
    if terminal.colours < 16, (paint.foreground.ansi?.rawValue ?? 0) >= 8 { look.bold = true }
    if look.foreground >= 0 || look.background >= 0 {
      look.bold = look.bold && !terminal.losesColour.contains(.bold)
      look.underline = look.underline && !terminal.losesColour.contains(.underline)
    }
    return look
  }

  private func number(_ ink: Paint.Ink) -> Int32 {
    if let colour = ink.colour {
      if terminal.depth == .trueColour { return colour.packed }
      if terminal.depth == .palette256 { return Int32(colour.nearest256) }
    }
    guard let ansi = ink.ansi else { return -1 }
    return Int32(terminal.colours >= 16 ? ansi.rawValue : ansi.rawValue % 8)
  }
}

extension Colour {
  /// 0xRRGGBB, as terminals of direct colour number them. They keep the first eight numbers for the basic colours,
  /// which begin with black too; what is nearly black is black there.
  fileprivate var packed: Int32 {
    let number = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    return number < 8 ? 0 : number
  }
}
