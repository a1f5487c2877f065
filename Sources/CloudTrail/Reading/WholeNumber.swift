/// Account ids that a writer on the way took for numbers (FACTS: numeric-looking strings become numbers).
enum WholeNumber {
  /// The value of a valid JSON number that is whole and from 0 to 999,999,999,999, however it is written (`12`, `12.0`, `1.2E1`); nil
  /// for any other (COUNTING 16).
  static func accountID(_ number: UnsafeBufferPointer<UInt8>) -> Int? {
    let mantissa = number.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
    var digits = mantissa.filter(isDigit).drop { $0 == UInt8(ascii: "0") }
    guard !digits.isEmpty else { return 0 }
    var power = exponent(number.dropFirst(mantissa.count + 1)) - fraction.count
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      power += 1
    }
    guard number.first != UInt8(ascii: "-"), power >= 0, digits.count + power <= 12 else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return (0..<power).reduce(value) { value, _ in value * 10 }
  }

  /// What stands behind the `e`; beyond a billion it makes no difference any more.
  private static func exponent(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let size = text.filter(isDigit).reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 1_000_000_000) }
    return text.first == UInt8(ascii: "-") ? -size : size
  }
}
