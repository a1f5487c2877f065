/// Finds a needle in a text: thirty-two places at a time are seen not to be its beginning, else eight.
struct SubstringSearch: Sendable {
  private let needle: [UInt8]
  private let isCaseSensitive: Bool

  /// A search for `needle`, whose ASCII letters must be small unless case counts; nil for an empty one.
  init?(_ needle: [UInt8], caseSensitive: Bool) {
    if needle.isEmpty { return nil }
    (self.needle, isCaseSensitive) = (needle, caseSensitive)
  }

  /// Whether the needle stands somewhere in `text`; unless case counts, ASCII letters of either case are
  /// equal.
  func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    needle.withUnsafeBufferPointer {
      SubstringSearch.isFound($0, isCaseSensitive: isCaseSensitive, in: text)
    }
  }

  /// A byte eight times, and the bit that makes a letter of either case equal to it.
  private struct Spread {
    let bytes: UInt64
    let mask: UInt64

    @inline(__always)
    init(_ byte: UInt8, isCaseSensitive: Bool) {
      bytes = UInt64(byte) &* 0x0101_0101_0101_0101
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      mask = !isCaseSensitive && isLetter ? 0x2020_2020_2020_2020 : 0
    }

    /// Marks the bytes of `word` that are equal, and perhaps some above one that is: each mark is looked at again.
    @inline(__always)
    func marks(in word: UInt64) -> UInt64 {
      let difference = (word | mask) ^ bytes
      return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }

    /// The same of four words.
    @inline(__always)
    func marks(in words: SIMD4<UInt64>) -> SIMD4<UInt64> {
      let difference = (words | mask) ^ bytes
      return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }
  }

  /// The same of a needle that stands elsewhere, which an empty one never does.
  static func isFound(
    _ needle: UnsafeBufferPointer<UInt8>, isCaseSensitive: Bool, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let first = needle.first, let last = needle.last else { return false }
    let starts = Spread(first, isCaseSensitive: isCaseSensitive)
    let ends = Spread(last, isCaseSensitive: isCaseSensitive)
    let places = text.count - needle.count + 1
    var place = 0
    let raw = UnsafeRawBufferPointer(text)
    while place &+ 8 <= places {
      let end = place &+ needle.count &- 1
      if place &+ 32 <= places {
        let marks =
          starts.marks(in: raw.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self))
          & ends.marks(in: raw.loadUnaligned(fromByteOffset: end, as: SIMD4<UInt64>.self))
        if marks[0] | marks[1] | marks[2] | marks[3] == 0 {
          place &+= 32
          continue
        }
      }
      var candidates = starts.marks(in: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      candidates &= ends.marks(in: raw.loadUnaligned(fromByteOffset: end, as: UInt64.self))
      while candidates != 0 {
        let lane = UInt64(littleEndian: candidates).trailingZeroBitCount >> 3
        if isNeedle(needle, isCaseSensitive, text, at: place &+ lane) { return true }
        candidates &= candidates &- 1
      }
      place &+= 8
    }
    while place < places {
      if isNeedle(needle, isCaseSensitive, text, at: place) { return true }
      place += 1
    }
    return false
  }

  /// Whether the needle stands at a place of the text, behind which there are as many bytes.
  @inline(__always)
  static func isNeedle(
    _ needle: UnsafeBufferPointer<UInt8>, _ isCaseSensitive: Bool, _ text: UnsafeBufferPointer<UInt8>,
    at place: Int
  ) -> Bool {
    for index in needle.indices {
      let byte = text[place &+ index]
      if (isCaseSensitive ? byte : CaseFolding.ascii(byte)) != needle[index] { return false }
    }
    return true
  }
}
