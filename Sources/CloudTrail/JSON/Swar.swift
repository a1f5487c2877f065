/// Eight bytes at a time: the word tricks under the scanner and the view.
///
/// A set high bit in a result marks a byte that stops the scan. Only the lowest set bit is exact: a borrow can mark
/// bytes above it by mistake, never below, and the callers look at the lowest one only.
enum Swar {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let quotes: UInt64 = 0x2222_2222_2222_2222
  private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C
  private static let blanks: UInt64 = 0x2020_2020_2020_2020

  /// The eight bytes at `pointer`, the first one lowest. Every buffer scanned here ends in at least eight bytes of padding.
  @inline(__always)
  static func word(at pointer: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
  }

  /// Marks quotes, backslashes and bytes below 0x20: all that ends a run of plain string bytes (RFC 8259, section 7).
  @inline(__always)
  static func stringStops(_ word: UInt64) -> UInt64 {
    let quote = word ^ quotes
    let backslash = word ^ backslashes
    let found =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- blanks) & ~word)
    return found & highs
  }

  /// The bytes of `word` that are not ASCII.
  @inline(__always)
  static func nonASCII(_ word: UInt64) -> UInt64 { word & highs }

  /// How many bytes lie before the first marked one; 8 when none is marked.
  @inline(__always)
  static func bytesBefore(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}
