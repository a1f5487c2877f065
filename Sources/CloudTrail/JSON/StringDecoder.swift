/// Decodes the inside of a JSON string: escapes undone, and what is not UTF-8 replaced by U+FFFD, one for each maximal subpart
/// (COUNTING 8).
///
/// It writes through a pointer, many bytes at a time: JSON inside JSON is decoded for every record of a log or a search, and appending to
/// an array costs more than the copying. ``capacity(of:)`` is what makes that sound.
struct StringDecoder {
  private let raw: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var output: UnsafeMutablePointer<UInt8>

  /// How many bytes are looked at together.
  private static let block = EscapedBytes.count
  /// How many are written together.
  private static let stride = 32
  /// How many bytes must be readable where a block begins: whole strides are read up to its end.
  private static let reach = block + stride

  /// How many bytes must be writable for `count` bytes: one that is not UTF-8 becomes three, and whole strides are written.
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
    while raw.count - index >= Self.reach { decodeBlock(at: start + index, count: Self.block) }
    if index < raw.count { decodeRest(at: start + index) }
  }

  /// Decodes the last bytes, which are looked at in a copy: nothing need be readable behind the string.
  private mutating func decodeRest(at from: UnsafePointer<UInt8>) {
    let (first, capacity) = (index, 2 * Self.reach)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { copy in
      guard let start = copy.baseAddress else { preconditionFailure("an allocation has an address") }
      start.initialize(from: from, count: raw.count - first)
      (start + (raw.count - first)).initialize(repeating: 0, count: capacity - (raw.count - first))
      while index < raw.count {
        decodeBlock(at: start + (index - first), count: min(Self.block, raw.count - index))
      }
    }
  }

  /// Decodes the next `count` bytes, which stand at `from`, or what comes before the first character or escape that takes more than leaving
  /// a backslash out. JSON inside JSON has such a backslash every few bytes: where all of them stand is known at one look.
  @inline(__always)
  private mutating func decodeBlock(at from: UnsafePointer<UInt8>, count: Int) {
    let bytes = EscapedBytes(at: from, isEscaped: false)
    let limit = min(count, bytes.decodable)
    guard limit > 0 else { return decodeOther() }
    var backslashes = bytes.backslashes(before: limit)
    var (copied, end) = (0, output)
    while backslashes != 0 {
      let place = backslashes.trailingZeroBitCount
      copy(from + copied, place - copied, to: &end)
      copied = place + 1
      backslashes &= backslashes - 1
    }
    copy(from + copied, limit - copied, to: &end)
    output = end
    index += limit
  }

  /// Writes `count` bytes, no more than a block, in whole strides; what of these is no output is written over.
  @inline(__always)
  private func copy(
    _ from: UnsafePointer<UInt8>, _ count: Int, to output: inout UnsafeMutablePointer<UInt8>
  ) {
    copyStride(from, to: output)
    if count > Self.stride { copyStride(from + Self.stride, to: output + Self.stride) }
    output += count
  }

  @inline(__always)
  private func copyStride(_ from: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) {
    let words = UnsafeRawPointer(from).loadUnaligned(as: SIMD4<UInt64>.self)
    UnsafeMutableRawPointer(output).storeBytes(of: words, as: SIMD4<UInt64>.self)
  }

  /// Decodes the escape at `index`, or copies the characters that are not ASCII.
  private mutating func decodeOther() {
    if raw[index] == UInt8(ascii: "\\") { return decodeEscape() }
    repeat {
      index = UTF8Repair.copy(from: raw, at: index, to: &output)
    } while index < raw.count && raw[index] >= 0x80
  }

  @inline(__always)
  private mutating func write(_ byte: UInt8) {
    output.pointee = byte
    output += 1
  }

  /// A surrogate without its partner becomes U+FFFD.
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
