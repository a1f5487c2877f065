/// A number of a record: exact where it is a whole number of 64 bits, otherwise a double.
package enum NumberValue: Hashable, Sendable {
  case integer(Int64)
  /// Never infinite, never NaN.
  case double(Double)

  /// Reads a number as JSON writes it (RFC 8259, section 6), nil for any other text and for what a double
  /// cannot hold.
  package init?(_ text: some Collection<UInt8>) {
    guard let isInteger = NumberValue.jsonForm(text) else { return nil }
    let string = String(decoding: text, as: UTF8.self)
    if isInteger, let integer = Int64(string) {
      self = .integer(integer)
    } else {
      guard let double = Double(string), double.isFinite else { return nil }
      self = .double(double)
    }
  }

  /// Whether the text is a JSON number, and then whether it has neither fraction nor exponent.
  private static func jsonForm(_ text: some Collection<UInt8>) -> Bool? {
    var rest = text[...]
    func digits() -> Int {
      let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(run)
      return run
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(startsWithZero && whole > 1) else { return nil }
    var isInteger = true
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return nil }
      isInteger = false
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard digits() > 0 else { return nil }
      isInteger = false
    }
    return rest.isEmpty ? isInteger : nil
  }
}

extension NumberValue: Comparable {
  package static func == (left: NumberValue, right: NumberValue) -> Bool {
    !(left < right) && !(right < left)
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let integer): hasher.combine(integer)
    case .double(let double):
      if let integer = Int64(exactly: double) { hasher.combine(integer) } else { hasher.combine(double) }
    }
  }

  package static func < (left: NumberValue, right: NumberValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): left < right
    case (.double(let left), .double(let right)): left < right
    case (.integer(let left), .double(let right)): left.isLess(than: right)
    case (.double(let left), .integer(let right)): left.isLess(than: right)
    }
  }
}

extension Int64 {
  /// Exact, unlike a comparison after rounding either side to the other's type.
  fileprivate func isLess(than other: Double) -> Bool {
    if other >= 0x1p63 { return true }
    if other <= -0x1p63 { return false }
    return self < Int64(other.rounded(.up))
  }
}

extension Double {
  fileprivate func isLess(than other: Int64) -> Bool {
    if self >= 0x1p63 { return false }
    if self < -0x1p63 { return true }
    return Int64(rounded(.down)) < other
  }
}

extension NumberValue: CustomStringConvertible {
  package var description: String {
    switch self {
    case .integer(let integer): "\(integer)"
    case .double(let double): "\(double)"
    }
  }
}

/// A range of numbers, open at an end that is nil.
package struct NumberRange: Hashable, Sendable {
  /// An end of a range.
  package struct Bound: Hashable, Sendable {
    package let value: NumberValue
    /// Whether the value itself belongs to the range.
    package let inclusive: Bool

    package init(_ value: NumberValue, inclusive: Bool) { (self.value, self.inclusive) = (value, inclusive) }
  }

  package let lower: Bound?
  package let upper: Bound?

  package init(lower: Bound?, upper: Bound?) { (self.lower, self.upper) = (lower, upper) }

  package func contains(_ value: NumberValue) -> Bool {
    if let lower, value < lower.value || (!lower.inclusive && value == lower.value) { return false }
    if let upper, upper.value < value || (!upper.inclusive && value == upper.value) { return false }
    return true
  }
}
