import YAML

/// The events that a rule carries to be tested with: the field `tests` of our own, which Sigma leaves to whoever wants one.
///
///     tests:
///       must_match: [{eventName: CreateUser}]
///       must_not_match: ['{"eventName":"GetUser"}']
package struct SigmaTests: Sendable {
  /// JSON texts.
  package private(set) var mustMatch: [String] = []
  package private(set) var mustNotMatch: [String] = []

  init() {}

  init(_ node: YAMLNode) throws(SigmaError) {
    guard let entries = node.mapping else {
      throw SigmaError("tests has must_match and must_not_match", at: node)
    }
    for entry in entries {
      switch entry.key {
      case "must_match": mustMatch = try SigmaTests.events(entry.value)
      case "must_not_match": mustNotMatch = try SigmaTests.events(entry.value)
      default: throw SigmaError("tests has must_match and must_not_match, no \"\(entry.key)\"", at: entry)
      }
    }
  }

  private static func events(_ node: YAMLNode) throws(SigmaError) -> [String] {
    guard let elements = node.sequence else { throw SigmaError("a list of events is expected", at: node) }
    var events: [String] = []
    for element in elements {
      if element.mapping != nil {
        events.append(element.json)
      } else if let text = element.text {
        events.append(text)
      } else {
        throw SigmaError("an event is a mapping, or JSON as text", at: element)
      }
    }
    return events
  }
}

extension YAMLNode {
  /// The node as JSON: plain scalars are what YAML's core schema makes of them.
  fileprivate var json: String {
    switch content {
    case .mapping(let entries):
      "{\(entries.map { "\(YAMLNode.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
    case .sequence(let elements): "[\(elements.map(\.json).joined(separator: ","))]"
    case .scalar(let scalar):
      if scalar.isNull {
        "null"
      } else if scalar.isPlain, let lowered = YAMLNode.truths[scalar.text] {
        lowered
      } else if scalar.isPlain, NumberValue(scalar.text.utf8) != nil {
        scalar.text
      } else {
        YAMLNode.quoted(scalar.text)
      }
    }
  }

  private static let truths = [
    "true": "true", "True": "true", "TRUE": "true", "false": "false", "False": "false", "FALSE": "false",
  ]

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
