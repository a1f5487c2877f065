/// Turning bytes that claim to be UTF-8 into bytes that are. At most three bytes are written for each that is read.
enum UTF8Repair {
  /// Writes the well-formed sequence at `index`, or U+FFFD for the maximal subpart of an ill-formed one
  /// (Unicode 15, section 3.9, table 3-7), and returns the index behind what was consumed.
  static func copy(
    from bytes: UnsafeBufferPointer<UInt8>, at index: Int, to output: inout UnsafeMutablePointer<UInt8>
  ) -> Int {
    let length = sequenceLength(bytes[index])
    var taken = 1
    while taken < length, index + taken < bytes.count,
      isContinuation(bytes[index + taken], at: taken, after: bytes[index])
    {
      taken += 1
    }
    if length > 0, taken == length {
      for byte in bytes[index..<index + length] { write(byte, to: &output) }
    } else {
      writeReplacement(to: &output)
    }
    return index + taken
  }

  static func writeReplacement(to output: inout UnsafeMutablePointer<UInt8>) {
    write(0xFFFD as UInt32, to: &output)
  }

  /// Writes a scalar value that is known not to be a surrogate.
  static func write(_ scalar: UInt32, to output: inout UnsafeMutablePointer<UInt8>) {
    switch scalar {
    case ..<0x80: write(UInt8(scalar), to: &output)
    case ..<0x800:
      write(0xC0 | UInt8(scalar >> 6), to: &output)
      write(tail(scalar), to: &output)
    case ..<0x10000:
      write(0xE0 | UInt8(scalar >> 12), to: &output)
      write(tail(scalar >> 6), to: &output)
      write(tail(scalar), to: &output)
    default:
      write(0xF0 | UInt8(scalar >> 18), to: &output)
      write(tail(scalar >> 12), to: &output)
      write(tail(scalar >> 6), to: &output)
      write(tail(scalar), to: &output)
    }
  }

  private static func write(_ byte: UInt8, to output: inout UnsafeMutablePointer<UInt8>) {
    output.pointee = byte
    output += 1
  }

  private static func tail(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(bits & 0x3F) }

  /// The length that a lead byte announces; 0 for a byte that can lead nothing.
  private static func sequenceLength(_ lead: UInt8) -> Int {
    switch lead {
    case ..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  private static func isContinuation(_ byte: UInt8, at offset: Int, after lead: UInt8) -> Bool {
    guard offset == 1 else { return byte & 0xC0 == 0x80 }
    switch lead {
    case 0xE0: return (0xA0...0xBF).contains(byte)
    case 0xED: return (0x80...0x9F).contains(byte)
    case 0xF0: return (0x90...0xBF).contains(byte)
    case 0xF4: return (0x80...0x8F).contains(byte)
    default: return byte & 0xC0 == 0x80
    }
  }
}
