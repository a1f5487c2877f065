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
    var decoded: [UInt8] = []
    decoded.reserveCapacity(raw.count + 2)
    appendDecoded(to: &decoded)
    return try decoded.withUnsafeBufferPointer(body)
  }

  /// The text as a Swift string, decoded and repaired.
  package var string: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  /// Appends the decoded and repaired text.
  package func appendDecoded(to output: inout [UInt8]) {
    if isPlain {
      output.append(contentsOf: raw)
      return
    }
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      if byte == UInt8(ascii: "\\") {
        index = appendEscape(at: index, to: &output)
      } else if byte < 0x80 {
        output.append(byte)
        index += 1
      } else {
        index = UTF8Repair.append(from: raw, at: index, to: &output)
      }
    }
  }

  /// Whether the decoded text is exactly `expected`, without allocating for plain texts.
  package func equals(_ expected: StaticString) -> Bool {
    if isPlain { return JSONText.isSame(raw, expected) }
    return withUTF8 { JSONText.isSame($0, expected) }
  }

  private static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ expected: StaticString) -> Bool {
    guard text.count == expected.utf8CodeUnitCount else { return false }
    return text.baseAddress.map { same($0, expected) } ?? true
  }

  /// Decodes the escape at `index` and returns the index behind it. A surrogate without its partner becomes U+FFFD.
  private func appendEscape(at index: Int, to output: inout [UInt8]) -> Int {
    guard index + 1 < raw.count else {
      UTF8Repair.appendReplacement(to: &output)
      return raw.count
    }
    switch raw[index + 1] {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"): return appendUnicodeEscape(at: index, to: &output)
    case let other: output.append(other)
    }
    return index + 2
  }

  private func appendUnicodeEscape(at index: Int, to output: inout [UInt8]) -> Int {
    guard let first = codeUnit(at: index) else {
      UTF8Repair.appendReplacement(to: &output)
      return min(index + 2, raw.count)
    }
    if first & 0xFC00 == 0xD800, let second = codeUnit(at: index + 6), second & 0xFC00 == 0xDC00 {
      UTF8Repair.append(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF), to: &output)
      return index + 12
    }
    UTF8Repair.append(first & 0xF800 == 0xD800 ? 0xFFFD : first, to: &output)
    return index + 6
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
