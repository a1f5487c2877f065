/// What one cell of a terminal shows: a scalar that takes room and at most two combining marks on it.
///
/// A glyph holds only scalars that are harmless to draw (see `Glyphs`). Two marks are enough for the living
/// scripts; more would climb over the neighbouring lines, and ncurses takes four at most.
package struct Glyph: Hashable, Sendable {
  /// Three scalars of 21 bits: the base in the low bits, then the marks, 0 for none.
  private var packed: UInt64
  /// The columns it takes, 1 or 2.
  package let width: Int8

  /// The number of marks a glyph can carry.
  package static let maximumMarks = 2

  /// A blank, one column wide.
  package static let blank = Glyph(base: " ", width: 1)

  init(base: Unicode.Scalar, width: Int8) {
    packed = UInt64(base.value)
    self.width = width
  }

  /// Adds `mark` and returns true, or returns false when there is no room left.
  mutating func add(_ mark: Unicode.Scalar) -> Bool {
    for index in 1...Glyph.maximumMarks where scalarValue(index) == 0 {
      packed |= UInt64(mark.value) << UInt64(21 * index)
      return true
    }
    return false
  }

  private func scalarValue(_ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (packed >> UInt64(21 * index)) & 0x1F_FFFF)
  }

  /// The scalar that takes the room.
  package var base: Unicode.Scalar { Unicode.Scalar(scalarValue(0)) ?? replacementScalar }

  /// The base and its marks, in the order they are written.
  package var scalars: [Unicode.Scalar] {
    (0...Glyph.maximumMarks).compactMap { index in
      let value = scalarValue(index)
      return value == 0 ? nil : Unicode.Scalar(value)
    }
  }

  /// Whether there is nothing to see.
  package var isBlank: Bool { packed == 0x20 }

  /// Whether it is one scalar, without marks.
  package var isSingle: Bool { packed >> 21 == 0 }

  /// The glyph as text.
  package var text: String {
    var view = String.UnicodeScalarView()
    append(to: &view)
    return String(view)
  }

  /// Appends the glyph in UTF-8 to `bytes`.
  package func append(to bytes: inout [UInt8]) {
    if packed < 0x80 { return bytes.append(UInt8(packed)) }
    for scalar in scalars {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// Appends the glyph's scalars to `view`.
  package func append(to view: inout String.UnicodeScalarView) {
    view.append(base)
    guard !isSingle else { return }
    for index in 1...Glyph.maximumMarks {
      let value = scalarValue(index)
      if value != 0, let mark = Unicode.Scalar(value) { view.append(mark) }
    }
  }
}

/// U+FFFD, the sign for what cannot be shown.
let replacementScalar: Unicode.Scalar = "\u{FFFD}"

extension Glyph {
  /// A printable ASCII byte (0x20...0x7E); any other byte counts as a blank.
  package init(ascii byte: UInt8) {
    self.init(base: Unicode.Scalar(byte >= 0x20 && byte < 0x7F ? byte : 0x20), width: 1)
  }
}
