/// Why bytes are not the JSON of RFC 8259, or not JSON that is read here.
package enum JSONFault: Error, Hashable, Sendable {
  case unexpectedEnd
  case expectedValue
  case expectedKey
  case expectedColon
  case expectedCommaOrBracket
  case badLiteral
  case badNumber
  case badEscape
  case controlCharacter
  case tooDeep
  case textBehindValue

  /// The fault in words, for a reader who looks at the place.
  package var reason: String {
    switch self {
    case .unexpectedEnd: "the text ends inside a value"
    case .expectedValue: "a value should begin here"
    case .expectedKey: "a member's name in quotes should stand here"
    case .expectedColon: "a colon should stand here"
    case .expectedCommaOrBracket: "a comma or the closing bracket should stand here"
    case .badLiteral: "neither true, false nor null"
    case .badNumber: "not a number of JSON"
    case .badEscape: "an escape that JSON does not have"
    case .controlCharacter: "a raw control character inside a string"
    case .tooDeep: "nested deeper than \(JSONLimits.depth) levels"
    case .textBehindValue: "more text behind the value"
    }
  }
}

/// The bounds on one record (COUNTING 7).
package enum JSONLimits {
  /// The most levels of objects and arrays, the record itself the first.
  package static let depth = 512
  /// The most bytes: 16 MiB.
  package static let length = 16 << 20
}
