/// Finds a needle in a text, eight places at a time.
struct SubstringSearch: Sendable {
  private let needle: [UInt8]
  private let caseSensitive: Bool
  /// The needle's first and last byte, and the bit that makes a letter of either case equal to them, eight
  /// times each.
  private let first: UInt64
  private let last: UInt64
  private let firstMask: UInt64
  private let lastMask: UInt64

  /// A search for `needle`, whose ASCII letters must be small unless case counts; nil for an empty one.
  init?(_ needle: [UInt8], caseSensitive: Bool) {
    guard let first = needle.first, let last = needle.last else { return nil }
    (self.needle, self.caseSensitive) = (needle, caseSensitive)
    let spread = { (byte: UInt8) -> UInt64 in UInt64(byte) &* 0x0101_0101_0101_0101 }
    let mask = { (byte: UInt8) -> UInt64 in
      !caseSensitive && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? spread(0x20) : 0
    }
    (self.first, self.last) = (spread(first), spread(last))
    (firstMask, lastMask) = (mask(first), mask(last))
  }

  /// Marks the bytes that are zero, and perhaps some above one that is: each mark is looked at again.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Whether the needle stands somewhere in `text`; unless case counts, ASCII letters of either case are
  /// equal.
  func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let places = text.count - needle.count + 1
    var place = 0
    let raw = UnsafeRawBufferPointer(text)
    while place &+ 8 <= places {
      let starts = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let ends = raw.loadUnaligned(fromByteOffset: place &+ needle.count &- 1, as: UInt64.self)
      var candidates = SubstringSearch.zeros((starts | firstMask) ^ first)
      candidates &= SubstringSearch.zeros((ends | lastMask) ^ last)
      while candidates != 0 {
        let lane = UInt64(littleEndian: candidates).trailingZeroBitCount >> 3
        if isNeedle(text, at: place &+ lane) { return true }
        candidates &= candidates &- 1
      }
      place &+= 8
    }
    while place < places {
      if isNeedle(text, at: place) { return true }
      place += 1
    }
    return false
  }

  private func isNeedle(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    for index in needle.indices {
      let byte = text[place &+ index]
      if (caseSensitive ? byte : CaseFolding.ascii(byte)) != needle[index] { return false }
    }
    return true
  }
}
