/// The inside of a JSON string as it stands in the record, still escaped and not yet checked for UTF-8.
///
/// Valid only as long as the bytes it points into: within the call that received it.
package struct JSONText {
  /// The bytes between the quotes.
  package let raw: UnsafeBufferPointer<UInt8>
  /// No escape and nothing but ASCII: `raw` is already the text.
  package let isPlain: Bool

  package init(raw: UnsafeBufferPointer<UInt8>, isPlain: Bool) {
    self.raw = raw
    self.isPlain = isPlain
  }

  /// A text over `raw` that looks for itself whether it is plain.
  package init(raw: UnsafeBufferPointer<UInt8>) {
    self.init(raw: raw, isPlain: !raw.contains { $0 >= 0x80 || $0 == UInt8(ascii: "\\") })
  }

  /// Calls `body` with the text's UTF-8: escapes decoded, what is not UTF-8 replaced by U+FFFD, one for each maximal subpart
  /// (COUNTING 8).
  package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if isPlain { return try body(raw) }
    return try withPaddedUTF8 { start, count in try body(UnsafeBufferPointer(start: start, count: count)) }
  }

  /// The same with as many zeros behind the text as scanning it needs.
  func withPaddedUTF8<Result>(_ body: (UnsafePointer<UInt8>, _ count: Int) throws -> Result) rethrows
    -> Result
  {
    let capacity = JSONText.paddedCapacity(of: raw.count)
    return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("an allocation has an address") }
      return try body(UnsafePointer(start), decodePadded(to: start))
    }
  }

  /// How many bytes ``decodePadded(to:)`` may write for a text of `count` bytes.
  static func paddedCapacity(of count: Int) -> Int { StringDecoder.capacity(of: count) + InputWindow.padding }

  /// Writes the text's UTF-8 and the padding behind it; returns how many bytes there are without.
  func decodePadded(to start: UnsafeMutablePointer<UInt8>) -> Int {
    let count = StringDecoder.decode(raw, to: start)
    (start + count).initialize(repeating: 0, count: InputWindow.padding)
    return count
  }

  /// The text as a Swift string, decoded and repaired.
  package var string: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  /// Appends the decoded and repaired text.
  package func appendDecoded(to output: inout [UInt8]) { withUTF8 { output.append(contentsOf: $0) } }

  /// Whether the decoded text is exactly `expected`, without allocating for plain texts.
  package func equals(_ expected: StaticString) -> Bool {
    if isPlain { return JSONText.isSame(raw, expected) }
    return withUTF8 { JSONText.isSame($0, expected) }
  }

  private static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ expected: StaticString) -> Bool {
    guard text.count == expected.utf8CodeUnitCount else { return false }
    return text.baseAddress.map { same($0, expected) } ?? true
  }
}

/// The value of one hexadecimal digit, of either case.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
  default: nil
  }
}
