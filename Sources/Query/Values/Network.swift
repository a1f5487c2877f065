/// An IP address as 128 bits; version 4 lies where IPv6 maps it (RFC 4291, section 2.5.5.2), so both
/// spellings are equal.
package struct IPAddress: BitwiseCopyable, Hashable, Sendable {
  package let bits: UInt128

  static let mappedPrefix: UInt128 = 0xFFFF << 32

  /// Reads an address of either version, nil for any other text. No zone, no port, no brackets.
  package init?(_ text: some Collection<UInt8>) {
    if text.contains(UInt8(ascii: ":")) {
      guard let bits = IPAddress.version6(Array(text)) else { return nil }
      self.bits = bits
    } else {
      guard let bits = IPAddress.version4(text) else { return nil }
      self.bits = IPAddress.mappedPrefix | UInt128(bits)
    }
  }

  init(bits: UInt128) { self.bits = bits }

  var isVersion4: Bool { bits >> 32 == 0xFFFF }

  /// Four decimal numbers of at most 255, without leading zeros, which some readers take as octal.
  private static func version4(_ text: some Collection<UInt8>) -> UInt32? {
    guard text.count <= 15 else { return nil }
    var (address, number, digits, dots) = (UInt32(0), UInt32(0), 0, 0)
    for byte in text {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, dots < 3 else { return nil }
        (address, number, digits, dots) = (address << 8 | number, 0, 0, dots + 1)
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits == 0 || number > 0 else {
          return nil
        }
        (number, digits) = (number * 10 + UInt32(byte - UInt8(ascii: "0")), digits + 1)
        guard number <= 255 else { return nil }
      }
    }
    return digits > 0 && dots == 3 ? address << 8 | number : nil
  }

  /// Eight groups of hexadecimal digits, one `::` for a run of zeros, the last two perhaps as version 4 (RFC
  /// 4291, 2.2).
  private static func version6(_ text: [UInt8]) -> UInt128? {
    guard text.count <= 45 else { return nil }
    let colon = UInt8(ascii: ":")
    var gap: Int?
    for index in text.indices.dropLast() where text[index] == colon && text[index + 1] == colon {
      guard gap == nil else { return nil }
      gap = index
    }
    guard let gap else {
      guard let groups = groups(in: text[...]), groups.count == 8 else { return nil }
      return joined(groups)
    }
    guard let before = groups(in: text[..<gap]), let after = groups(in: text[(gap + 2)...]) else {
      return nil
    }
    guard before.count + after.count < 8 else { return nil }
    return joined(before + [UInt16](repeating: 0, count: 8 - before.count - after.count) + after)
  }

  private static func groups(in text: ArraySlice<UInt8>) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let low = version4(part) {
        groups += [UInt16(low >> 16), UInt16(low & 0xFFFF)]
      } else {
        guard (1...4).contains(part.count),
          let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16),
          part.first != UInt8(ascii: "+")
        else { return nil }
        groups.append(group)
      }
    }
    return groups
  }

  private static func joined(_ groups: [UInt16]) -> UInt128 {
    groups.reduce(0) { $0 << 16 | UInt128($1) }
  }
}

/// A block of addresses.
package struct Network: BitwiseCopyable, Hashable, Sendable {
  /// The lowest address of the block.
  package let base: IPAddress
  /// How many leading bits of the 128 are fixed; of a version 4 block, 96 more than it is written with.
  package let prefixLength: Int
  /// Those bits.
  private let mask: UInt128

  /// Reads `10.0.0.0/8` or `2001:db8::/32`; host bits may be set and are ignored. Nil for any other text.
  package init?(_ text: some StringProtocol) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), parts[1].count <= 3,
      parts[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let length = Int(String(decoding: parts[1], as: UTF8.self))
    else { return nil }
    let written4 = !parts[0].contains(UInt8(ascii: ":"))
    guard length <= (written4 ? 32 : 128) else { return nil }
    prefixLength = written4 ? length + 96 : length
    mask = prefixLength == 0 ? 0 : ~0 << UInt128(128 - prefixLength)
    base = IPAddress(bits: address.bits & mask)
  }

  package func contains(_ address: IPAddress) -> Bool {
    (address.bits ^ base.bits) & mask == 0
  }

  /// Whether it lies within the addresses of version 4.
  var isVersion4: Bool { base.isVersion4 && prefixLength >= 96 }

  /// Whether it holds an address of version 4.
  var holdsVersion4: Bool { isVersion4 || contains(IPAddress(bits: IPAddress.mappedPrefix)) }
}

extension IPAddress: CustomStringConvertible {
  /// Dotted for version 4; eight plain groups for version 6.
  package var description: String {
    if isVersion4 {
      return stride(from: 24, through: 0, by: -8).map { "\(bits >> UInt128($0) & 0xFF)" }.joined(
        separator: ".")
    }
    return stride(from: 112, through: 0, by: -16)
      .map { String(bits >> UInt128($0) & 0xFFFF, radix: 16) }.joined(separator: ":")
  }
}

extension Network: CustomStringConvertible {
  package var description: String {
    return "\(base)/\(isVersion4 ? prefixLength - 96 : prefixLength)"
  }
}
