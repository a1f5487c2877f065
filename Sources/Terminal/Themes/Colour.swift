/// A colour of 24 bits.
package struct Colour: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour written `#rrggbb`; nil for anything else.
  package init?(hex: some StringProtocol) {
    let bytes = Array(hex.utf8)
    let digits = bytes.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard bytes.count == 7, bytes.first == UInt8(ascii: "#"), digits.count == 6 else { return nil }
    func byte(_ index: Int) -> UInt8 { UInt8(digits[index] * 16 + digits[index + 1]) }
    self.init(byte(0), byte(2), byte(4))
  }

  /// `#rrggbb`.
  package var hex: String {
    "#"
      + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The nearest entry of xterm's 256 colours, of those that are the same everywhere (16...255): the 6x6x6 cube with the levels
  /// 0, 95, 135, 175, 215, 255, then 24 greys from 8 in steps of 10.
  package var nearest256: UInt8 {
    let cube = [red, green, blue].map(Colour.nearestLevel)
    let cubeIndex = 16 + 36 * cube[0] + 6 * cube[1] + cube[2]
    let average = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(23, max(0, (average - 3) / 10))
    let cubeDistance = distance(to: Colour(palette256: UInt8(cubeIndex)))
    let greyDistance = distance(to: Colour(palette256: UInt8(232 + grey)))
    return UInt8(greyDistance < cubeDistance ? 232 + grey : cubeIndex)
  }

  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static func nearestLevel(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
  }

  /// The colour of entry 16...255 of xterm's palette; the first 16 are each terminal's own and read as black here.
  package init(palette256 index: UInt8) {
    switch index {
    case 16...231:
      let place = Int(index) - 16
      self.init(
        Colour.levels[place / 36], Colour.levels[place / 6 % 6], Colour.levels[place % 6])
    case 232...255:
      let grey = UInt8(8 + 10 * (Int(index) - 232))
      self.init(grey, grey, grey)
    default:
      self.init(0, 0, 0)
    }
  }

  private func distance(to other: Colour) -> Int {
    let differences = [
      Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue),
    ]
    return differences.reduce(0) { $0 + $1 * $1 }
  }
}
