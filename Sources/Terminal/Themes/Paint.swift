/// How many colours there are to paint with.
package enum ColourDepth: Sendable {
  /// Attributes only.
  case monochrome
  /// The terminal's own sixteen.
  case sixteen
  /// xterm's 256.
  case palette256
  /// 24 bits.
  case trueColour
}

/// A style as a theme paints it.
package struct Paint: Hashable, Sendable {
  /// One side of it; nothing set means the terminal's own colour.
  package struct Ink: Hashable, Sendable {
    package var colour: Colour?
    package var ansi: Ansi16?

    var isDefault: Bool { colour == nil && ansi == nil }
  }

  package var foreground: Ink
  package var background: Ink
  package var bold: Bool
  package var underline: Bool
  package var reverse: Bool
}

extension Theme {
  /// How `style` is painted: the role's look on the ground's, attributes of both and of the style together.
  ///
  /// A role without colours of its own takes those of `text`; a ground without colours those of `background`.
  package func paint(_ style: Style) -> Paint {
    let look = self[style.role]
    let ground = style.background.map { self[$0] }
    let isGroundRole = style.role == .background || style.role == .selection
    let own = isGroundRole ? Paint.Ink() : look.ink
    let behind = ground?.ink ?? Paint.Ink()
    return Paint(
      foreground: own.isDefault ? self[.text].ink : own,
      background: behind.isDefault ? self[.background].ink : behind,
      bold: style.bold || look.bold || ground?.bold == true,
      underline: style.underline || look.underline || ground?.underline == true,
      reverse: style.reverse != (look.reverse || ground?.reverse == true))
  }
}

extension Theme.Look {
  fileprivate var ink: Paint.Ink { Paint.Ink(colour: colour, ansi: ansi) }
}
