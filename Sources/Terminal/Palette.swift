import CNcurses

/// The looks of a theme in the terminal's own numbers, each worked out once.
struct Palette {
  struct Look {
    /// A set of `iw_attribute`.
    let attributes: Int32
    /// The number of ncurses's colour pair.
    let pair: Int32
  }

  private let theme: Theme
  private let colours: Int
  private var known: [Style: Look] = [:]

  /// - Parameter colours: how many the terminal has: 0, 8, 16 or 256.
  init(theme: Theme, colours: Int) {
    self.theme = theme
    self.colours = colours
  }

  mutating func look(of style: Style) -> Look {
    if let look = known[style] { return look }
    let paint = theme.paint(style)
    let brightens = colours == 8 && (paint.foreground.ansi?.rawValue ?? 0) >= 8
    var attributes: UInt32 = 0
    if paint.bold || brightens { attributes |= IW_BOLD.rawValue }
    if paint.underline { attributes |= IW_UNDERLINE.rawValue }
    if paint.reverse { attributes |= IW_REVERSE.rawValue }
    let pair = colours == 0 ? 0 : iw_pair(number(paint.foreground), number(paint.background))
    let look = Look(attributes: Int32(attributes), pair: pair)
    known[style] = look
    return look
  }

  /// The terminal's number of a colour, -1 for its own. With 8 colours a bright one is the plain one in bold.
  private func number(_ ink: Paint.Ink) -> Int32 {
    if colours >= 256, let colour = ink.colour { return Int32(colour.nearest256) }
    guard let ansi = ink.ansi else { return -1 }
    return Int32(colours >= 16 ? ansi.rawValue : ansi.rawValue % 8)
  }
}
