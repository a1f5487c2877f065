import Text

/// A JSON value that is being written: a query's body, or a record rebuilt from an answer.
indirect enum QueryJSON: Equatable {
  case object([(String, QueryJSON)])
  case array([QueryJSON])
  case string(String)
  case integer(Int64)
  case double(Double)
  case bool(Bool)
  /// JSON as it stood in an answer.
  case raw([UInt8])

  static func == (left: QueryJSON, right: QueryJSON) -> Bool { left.bytes == right.bytes }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        appendJSONString(member.0, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.1.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .string(let text): appendJSONString(text, to: &bytes)
    case .integer(let number): bytes += "\(number)".utf8
    case .double(let number): bytes += "\(number)".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .raw(let json): bytes += json
    }
  }
}

extension QueryJSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
  init(dictionaryLiteral members: (String, QueryJSON)...) { self = .object(members) }
  init(arrayLiteral elements: QueryJSON...) { self = .array(elements) }
  init(stringLiteral text: String) { self = .string(text) }
  init(integerLiteral number: Int64) { self = .integer(number) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
}
