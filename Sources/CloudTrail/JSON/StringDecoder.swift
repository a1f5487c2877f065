import CProcessor

/// Decodes the inside of a JSON string: escapes undone, and what is not UTF-8 replaced by U+FFFD, one for each maximal subpart
/// (COUNTING 8).
///
/// It writes through a pointer, many bytes at a time: JSON inside JSON is decoded for every record of a log or a search, and appending to
/// an array costs more than the copying. ``capacity(of:)`` is what makes that sound.
struct StringDecoder {
  private let raw: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var output: UnsafeMutablePointer<UInt8>

  /// How many bytes are looked at and written together.
  private static let block = 32

  /// How many bytes must be writable for `count` bytes: one that is not UTF-8 becomes three, and whole blocks are written.
  static func capacity(of count: Int) -> Int { count * 3 + block }

  /// Writes what `raw` stands for to `output`.
  /// - Returns: how many bytes that is.
  static func decode(_ raw: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int {
    var decoder = StringDecoder(raw: raw, output: output)
    decoder.run()
    return decoder.output - output
  }

  private init(raw: UnsafeBufferPointer<UInt8>, output: UnsafeMutablePointer<UInt8>) {
    (self.raw, self.output) = (raw, output)
  }

  private mutating func run() {
    guard let start = raw.baseAddress else { return }
    // Behind an escape at a block's end another block's bytes are read.
    while raw.count - index >= 2 * Self.block { decodeBlock(at: start + index) }
    while index < raw.count { decodeOne() }
  }

  /// Decodes the block at `from`, or what comes before the first character or escape that takes more than leaving a backslash out. JSON
  /// inside JSON has such a backslash every few bytes: where all of them stand is known at one look.
  @inline(__always)
  private mutating func decodeBlock(at from: UnsafePointer<UInt8>) {
    let (first, second) = (iw_escape_bytes(from), iw_escape_bytes(from + Self.block / 2))
    var backslashes = first.backslashes | second.backslashes << 16
    let nonASCII = first.non_ascii | second.non_ascii << 16
    copyBlock(from)
    guard nonASCII == 0 else {
      let run = (backslashes | nonASCII).trailingZeroBitCount
      index += run
      output += run
      return decodeOne()
    }
    var copied = 0
    while backslashes != 0 {
      let place = backslashes.trailingZeroBitCount
      output += place - copied
      copied = place
      guard Self.isItself(from[place + 1]) else {
        index += place
        return decodeEscape()
      }
      copied += 1
      copyBlock(from + copied)
      // Nor does a backslash behind a backslash begin another escape.
      backslashes &= ~(0b11 &<< UInt32(truncatingIfNeeded: place))
    }
    let end = max(Self.block, copied + 1)
    output += end - copied
    index += end
  }

  /// Writes a block; what of it is no output is written over.
  @inline(__always)
  private func copyBlock(_ from: UnsafePointer<UInt8>) {
    let words = UnsafeRawPointer(from).loadUnaligned(as: SIMD4<UInt64>.self)
    UnsafeMutableRawPointer(output).storeBytes(of: words, as: SIMD4<UInt64>.self)
  }

  /// Whether a backslash before the byte makes no other of it.
  @inline(__always)
  private static func isItself(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/")
  }

  /// Decodes the byte, the escape or the character at `index`.
  @inline(__always)
  private mutating func decodeOne() {
    let byte = raw[index]
    if byte == UInt8(ascii: "\\") {
      decodeEscape()
    } else if byte < 0x80 {
      write(byte)
      index += 1
    } else {
      index = UTF8Repair.copy(from: raw, at: index, to: &output)
    }
  }

  @inline(__always)
  private mutating func write(_ byte: UInt8) {
    output.pointee = byte
    output += 1
  }

  /// A surrogate without its partner becomes U+FFFD.
  @inline(__always)
  private mutating func decodeEscape() {
    guard index + 1 < raw.count else {
      UTF8Repair.writeReplacement(to: &output)
      return index = raw.count
    }
    switch raw[index + 1] {
    case UInt8(ascii: "b"): write(0x08)
    case UInt8(ascii: "f"): write(0x0C)
    case UInt8(ascii: "n"): write(0x0A)
    case UInt8(ascii: "r"): write(0x0D)
    case UInt8(ascii: "t"): write(0x09)
    case UInt8(ascii: "u"): return decodeUnicodeEscape()
    case let other: write(other)
    }
    index += 2
  }

  private mutating func decodeUnicodeEscape() {
    guard let first = codeUnit(at: index) else {
      UTF8Repair.writeReplacement(to: &output)
      return index = min(index + 2, raw.count)
    }
    if first & 0xFC00 == 0xD800, let second = codeUnit(at: index + 6), second & 0xFC00 == 0xDC00 {
      UTF8Repair.write(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF), to: &output)
      return index += 12
    }
    UTF8Repair.write(first & 0xF800 == 0xD800 ? 0xFFFD : first, to: &output)
    index += 6
  }

  /// The code unit of a `\uXXXX` that begins at `index`, nil where none stands.
  private func codeUnit(at index: Int) -> UInt32? {
    guard index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var unit: UInt32 = 0
    for position in index + 2..<index + 6 {
      guard let digit = hexDigit(raw[position]) else { return nil }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }
}
