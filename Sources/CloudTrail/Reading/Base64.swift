/// Base64 as CloudWatch Logs writes `awslogs.data` (RFC 4648, section 4).
package enum Base64 {
  /// The bytes that `text` stands for; nil when it is not base64.
  package static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    let body = text.prefix { $0 != UInt8(ascii: "=") }
    guard text.count - body.count <= 2, body.count % 4 != 1 else { return nil }
    guard text.dropFirst(body.count).allSatisfy({ $0 == UInt8(ascii: "=") }) else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(body.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for byte in body {
      guard let value = sixBits(byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return output
  }

  private static func sixBits(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
