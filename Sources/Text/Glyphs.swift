/// The glyphs of a text from outside, each harmless and of known width: the one way text reaches a screen.
///
/// What is not drawn as it is, and why:
/// - C0 controls, ESC and DEL become their control pictures (U+2400...2421), so that an escape sequence is seen.
/// - C1, other format characters (bidi controls, joiners, tags, soft hyphen), separators of lines and paragraphs, default
///   ignorable, private, unassigned scalars become U+FFFD: nothing is there that cannot be seen.
/// - A joiner in an emoji sequence too: terminals do not agree on the width of a joined picture, so its parts are
///   shown side by side.
/// - One presentation selector (U+FE0E, U+FE0F) and one skin tone after a symbol is left out for the same reason: the
///   symbol takes the columns of its default presentation. A selector or tone elsewhere becomes U+FFFD.
/// - A mark without a glyph to stand on, a Hangul vowel or tail without its syllable, and a third mark, become U+FFFD, once for each run.
/// - Regional indicators, the halves of flags, become their letters in squares; symbols whose width Unicode has changed
///   and enclosing marks become U+FFFD.
package struct Glyphs<Text: StringProtocol>: Sequence {
  private let text: Text

  /// The glyphs of `text`.
  package init(_ text: Text) { self.text = text }

  package func makeIterator() -> Iterator { Iterator(scalars: text.unicodeScalars.makeIterator()) }

  package struct Iterator: IteratorProtocol {
    var scalars: Text.UnicodeScalarView.Iterator
    private var held: Unicode.Scalar?

    init(scalars: Text.UnicodeScalarView.Iterator) { self.scalars = scalars }

    private mutating func take() -> Unicode.Scalar? {
      if let scalar = held {
        held = nil
        return scalar
      }
      return scalars.next()
    }

    private mutating func peek() -> Unicode.Scalar? {
      if held == nil { held = scalars.next() }
      return held
    }

    package mutating func next() -> Glyph? {
      guard var scalar = take() else { return nil }
      while let following = peek(), let syllable = HangulJamo.composed(scalar, following) {
        held = nil
        scalar = syllable
      }
      switch ScalarClass(scalar) {
      case .spacing(let width): return dressed(Glyph(base: scalar, width: width))
      case .replaced(let sign): return dressed(Glyph(base: sign, width: 1))
      case .mark, .presentation, .skinTone:
        skipMarks()
        return .replacement
      }
    }

    /// `glyph` with the marks that follow it; what changes its look and not its meaning is left out.
    private mutating func dressed(_ glyph: Glyph) -> Glyph {
      var glyph = glyph
      guard let following = peek(), following.value >= 0x300 else { return glyph }
      dropLook(of: glyph.base)
      var last = glyph.base
      while let mark = peek(), mark.value >= 0x300, case .mark = ScalarClass(mark) {
        let isLetter = HangulJamo.isMedialOrFinal(mark.value)
        guard !isLetter || HangulJamo.joins(last, mark), glyph.add(mark) else { break }
        last = mark
        held = nil
      }
      return glyph
    }

    /// Leaves out one presentation selector and one skin tone where they belong to a symbol or a keycap's digit.
    private mutating func dropLook(of base: Unicode.Scalar) {
      guard base.properties.isEmoji else { return }
      if let selector = peek(), case .presentation = ScalarClass(selector) { held = nil }
      if base.properties.isEmojiModifierBase, let tone = peek(), case .skinTone = ScalarClass(tone) {
        held = nil
      }
    }

    private mutating func skipMarks() {
      while let mark = peek(), mark.value >= 0x300, case .mark = ScalarClass(mark) { held = nil }
    }
  }
}

extension Glyph {
  /// U+FFFD, one column wide.
  static let replacement = Glyph(base: replacementScalar, width: 1)
}
