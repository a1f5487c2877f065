/// Made-up identifiers in the forms AWS uses.
enum DemoText {
  /// Appends a random (version 4) UUID in lower case.
  static func writeUUID(random: inout DemoRandom, into buffer: inout [UInt8]) {
    let high = (random.next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
    let low = (random.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    writeHexadecimal(high >> 32, digits: 8, into: &buffer)
    buffer.append(UInt8(ascii: "-"))
    writeHexadecimal(high >> 16, digits: 4, into: &buffer)
    buffer.append(UInt8(ascii: "-"))
    writeHexadecimal(high, digits: 4, into: &buffer)
    buffer.append(UInt8(ascii: "-"))
    writeHexadecimal(low >> 48, digits: 4, into: &buffer)
    buffer.append(UInt8(ascii: "-"))
    writeHexadecimal(low, digits: 12, into: &buffer)
  }

  /// Appends the lowest digits of `number`.
  private static func writeHexadecimal(_ number: UInt64, digits: Int, into buffer: inout [UInt8]) {
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(place))) & 15
      buffer.append(digit < 10 ? 48 + digit : 87 + digit)
    }
  }

  /// Appends capitals and digits, as in the part of an AROA… or AIDA… identifier that differs.
  static func writeIdentifier(length: Int, random: inout DemoRandom, into buffer: inout [UInt8]) {
    var bits = random.next()
    for position in 0..<length {
      if position % 12 == 11 { bits = random.next() }
      let digit = UInt8(bits & 31)
      // The alphabet of base 32: A to Z, then 2 to 7.
      buffer.append(digit < 26 ? 65 + digit : 24 + digit)
      bits >>= 5
    }
  }

  static func uuid(_ random: inout DemoRandom) -> String {
    var buffer: [UInt8] = []
    writeUUID(random: &random, into: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// An identifier such as `AROA…` or `ASIA…`: `prefix`, then `length` capitals and digits.
  static func identifier(_ prefix: String, length: Int, _ random: inout DemoRandom) -> String {
    var buffer = Array(prefix.utf8)
    writeIdentifier(length: length, random: &random, into: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// An access key id that says of itself that it is an example: `AKIAEXAMPLE` or `ASIAEXAMPLE` and nine more.
  static func accessKey(_ prefix: String, _ random: inout DemoRandom) -> String {
    identifier(prefix + "EXAMPLE", length: 9, &random)
  }
}
