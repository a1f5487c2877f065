import CloudTrail

/// The operand of `numeric`: one comparison, or a lower and an upper bound.
struct NumericExpression {
  let value: JSONView
  let place: PatternPlace

  /// A JSON number in the range; a string is none.
  func test() throws(EventPatternError) -> FieldTest {
    guard value.kind == .array else { throw place.error("Value of numeric must be an array.", at: value) }
    return .all([.kind(.number), .number(try range(value.elements))])
  }

  private func range(_ parts: [JSONView]) throws(EventPatternError) -> NumberRange {
    guard let first = parts.first, let comparison = first.text?.string else {
      let shown = parts.first.map { $0.withUTF8 { String(decoding: $0, as: UTF8.self) } } ?? "]"
      throw place.error("Invalid member in numeric match: \(shown)", at: parts.first ?? value)
    }
    guard ["=", "<", "<=", ">", ">="].contains(comparison) else {
      throw place.error("Unrecognized numeric range operator: \(comparison)", at: first)
    }
    let number = try bound(parts.dropFirst().first, of: comparison == "=" ? "equals" : comparison)
    let inclusive = NumberRange.Bound(number, inclusive: comparison != "<" && comparison != ">")
    let rest = Array(parts.dropFirst(2))
    guard comparison == ">" || comparison == ">=" else {
      if let extra = rest.first { throw place.error("Too many elements in numeric expression", at: extra) }
      return NumberRange(lower: comparison == "=" ? inclusive : nil, upper: inclusive)
    }
    return NumberRange(lower: inclusive, upper: try rest.isEmpty ? nil : top(rest, above: number))
  }

  private func top(_ parts: [JSONView], above bottom: NumberValue) throws(EventPatternError)
    -> NumberRange.Bound
  {
    guard let comparison = parts[0].text?.string else {
      let shown = parts[0].withUTF8 { String(decoding: $0, as: UTF8.self) }
      throw place.error("Bad value in numeric range: \(shown)", at: parts[0])
    }
    guard comparison == "<" || comparison == "<=" else {
      throw place.error("Bad numeric range operator: \(comparison)", at: parts[0])
    }
    let number = try bound(parts.dropFirst().first, of: comparison)
    if parts.count > 2 { throw place.error("Too many terms in numeric range expression", at: parts[2]) }
    guard bottom < number else { throw place.error("Bottom must be less than top", at: parts[1]) }
    return NumberRange.Bound(number, inclusive: comparison == "<=")
  }

  private func bound(_ part: JSONView?, of comparison: String) throws(EventPatternError) -> NumberValue {
    guard let part, part.kind == .number else {
      throw place.error("Value of \(comparison) must be numeric", at: part ?? value)
    }
    guard let number = NumericExpression.number(part) else {
      throw NumericExpression.incomparable(part, place)
    }
    return number
  }

  /// The number itself, where it can be compared.
  static func comparable(_ value: JSONView, _ place: PatternPlace) throws(EventPatternError) -> JSONView {
    guard number(value) != nil else { throw incomparable(value, place) }
    return value
  }

  private static func incomparable(_ value: JSONView, _ place: PatternPlace) -> EventPatternError {
    let shown = value.withUTF8 { String(decoding: $0, as: UTF8.self) }
    return place.error("Cannot compare number : \(shown)", at: value)
  }

  /// The value, nil where a double has none or only zero for what is not zero.
  private static func number(_ value: JSONView) -> NumberValue? {
    value.withUTF8 { text in
      guard let number = NumberValue(text) else { return nil }
      let mantissa = text.prefix { $0 | 0x20 != UInt8(ascii: "e") }
      let isZero = !mantissa.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
      if case .double(0) = number, !isZero { return nil }
      return number
    }
  }
}
