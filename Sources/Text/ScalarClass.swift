/// What a scalar from outside may become on a screen.
enum ScalarClass {
  /// Drawn as it is, in so many columns.
  case spacing(Int8)
  /// Drawn over the glyph before it.
  case mark
  /// One of U+FE0E, U+FE0F: asks for a text or a picture of the scalar before it.
  case presentation
  /// One of U+1F3FB...1F3FF: the skin tone of the emoji before it.
  case skinTone
  /// Not drawn; this scalar stands in its place.
  case replaced(Unicode.Scalar)

  /// The class of `scalar`.
  ///
  /// Widths are those of glibc's `wcwidth`, which ncurses and tmux measure with: general category Mn and the
  /// medial and final Hangul Jamo take no column, `wideRanges` two, everything else one.
  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    switch value {
    case 0x20..<0x7F: self = .spacing(1)
    case 0..<0x20: self = .replaced(Unicode.Scalar(0x2400 + value) ?? replacementScalar)
    case 0x7F: self = .replaced("\u{2421}")
    case 0xA0..<0x300 where value != 0xAD: self = .spacing(1)
    case 0xAC00...0xD7A3: self = .spacing(2)
    case 0xFE0E, 0xFE0F: self = .presentation
    case 0x1F3FB...0x1F3FF: self = .skinTone
    case 0x1F1E6...0x1F1FF:
      // A pair of these is a flag in one terminal and two letters in another, 2 to 4 columns wide: shown as the
      // letters in squares, U+1F130..., one column each.
      self = .replaced(Unicode.Scalar(0x1F130 + (value - 0x1F1E6)) ?? replacementScalar)
    case 0x2630...0x2637, 0x268A...0x268F, 0x3248...0x324F, 0x302E...0x302F, 0x16FF0...0x16FF1,
      0x1D300...0x1D376:
      // Unicode 16 gave these another width than the C library of Debian 12 and older terminals do.
      self = .replaced(replacementScalar)
    default: self = ScalarClass(byProperties: scalar)
    }
  }

  private init(byProperties scalar: Unicode.Scalar) {
    let properties = scalar.properties
    // Default ignorable covers the zero-width characters, the fillers of Hangul, the variation selectors and the
    // tags: text that is there and cannot be seen.
    guard !properties.isDefaultIgnorableCodePoint else {
      self = .replaced(replacementScalar)
      return
    }
    switch properties.generalCategory {
    // An enclosing mark (the keycap's) makes a picture of two columns in one terminal and of one in another.
    case .enclosingMark, .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      self = .replaced(replacementScalar)
    case .nonspacingMark:
      self = .mark
    default:
      self = HangulJamo.isMedialOrFinal(scalar.value) ? .mark : .spacing(isWide(scalar.value) ? 2 : 1)
    }
  }
}
