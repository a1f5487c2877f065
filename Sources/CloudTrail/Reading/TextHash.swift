/// A hash of long texts that takes the place of comparing them: two of one length have the same one with a probability of 2^-64 at most,
/// whoever wrote them, as they cannot know the keys (NH; Black, Halevi, Krawczyk, Krovetz and Rogaway, UMAC, 1999).
struct TextHash: Equatable {
  /// A text of this many bytes more is hashed by other keys: no text may be longer than the keys are.
  static let blockLength = 16
  static let longest = 1024

  /// Two words for each block.
  private static let keys = (0..<longest / blockLength * 2 + 2).map { _ in
    UInt64.random(in: .min ... .max)
  }

  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// A word of it.
  var word: UInt64 { (low ^ high) &* 0x9E37_79B9_7F4A_7C15 }

  /// The keys, to be asked for once and not for every text.
  struct Keys: Sendable {
    fileprivate let words = TextHash.keys
  }

  /// Adds the blocks of the text at `start` whose numbers are in `blocks`.
  @inline(__always)
  mutating func add(_ start: UnsafePointer<UInt8>, blocks: Range<Int>, _ keys: Keys) {
    for block in blocks { add(start + block * TextHash.blockLength, keyOf: block, keys) }
  }

  /// Adds what is left of a text of `length` bytes behind its first `blocks`, of which it has one at least.
  @inline(__always)
  mutating func addRest(_ start: UnsafePointer<UInt8>, behind blocks: Int, length: Int, _ keys: Keys) {
    let whole = length / TextHash.blockLength
    add(start, blocks: blocks..<whole, keys)
    // The last sixteen bytes, some of them once more.
    add(start + length - TextHash.blockLength, keyOf: whole, keys)
  }

  @inline(__always)
  private mutating func add(_ block: UnsafePointer<UInt8>, keyOf number: Int, _ keys: Keys) {
    let text = UnsafeRawPointer(block)
    let product = keys.words.withUnsafeBufferPointer { keys in
      (text.loadUnaligned(as: UInt64.self) &+ keys[number * 2])
        .multipliedFullWidth(
          by: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self) &+ keys[number * 2 + 1])
    }
    let (sum, carries) = low.addingReportingOverflow(product.low)
    low = sum
    high = high &+ product.high &+ (carries ? 1 : 0)
  }
}
