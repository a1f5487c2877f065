import CloudTrail

/// A line of a policy written out, and what is to be marked in it.
package struct PolicyLine: Hashable, Sendable {
  package var text: String
  package var findings: [PolicyFinding]

  package init(text: String, findings: [PolicyFinding] = []) {
    (self.text, self.findings) = (text, findings)
  }
}

extension PolicyDocument {
  /// The policy over several lines, two blanks a level, without quotes and braces; equal policies have equal
  /// lines.
  package func lines(marking findings: [PolicyFinding] = []) -> [PolicyLine] {
    var outline = PolicyOutline(findings)
    for (key, value) in root.members {
      if key == "Statement", case .list(let statements) = value {
        outline.append("Statement:")
        for (number, statement) in statements.enumerated() { outline.add(statement, number: number) }
      } else {
        outline.add(value, label: "\(key): ", indent: 0, place: nil)
      }
    }
    return outline.lines
  }
}

/// Writes a policy's lines.
private struct PolicyOutline {
  private(set) var lines: [PolicyLine] = []
  private let findings: [PolicyFinding.Place: [PolicyFinding]]

  init(_ findings: [PolicyFinding]) { self.findings = Dictionary(grouping: findings, by: \.place) }

  mutating func append(_ text: String, marked findings: [PolicyFinding] = []) {
    lines.append(PolicyLine(text: text, findings: findings))
  }

  /// One statement: a dash before its first element.
  mutating func add(_ statement: PolicyNode, number: Int) {
    guard !statement.members.isEmpty else {
      return add(statement, label: "- ", indent: 2, place: nil)
    }
    for (index, element) in statement.members.enumerated() {
      let place = PolicyFinding.Place(statement: number, element: element.key, value: nil)
      let dash = index == 0 ? "  - " : "    "
      add(element.value, label: "\(dash)\(element.key): ", indent: 0, below: 6, place: place)
    }
  }

  /// A value behind `label`, or below it where it has parts: `below` blanks in.
  mutating func add(
    _ value: PolicyNode, label: String, indent: Int, below: Int? = nil, place: PolicyFinding.Place?
  ) {
    let lead = String(repeating: " ", count: indent) + label
    let inner = below ?? indent + 2
    let own = place.flatMap { findings[$0] } ?? []
    switch value {
    case .text(let text): append(lead + text, marked: own + marks(text, place))
    case .literal(let text): append(lead + text, marked: own)
    case .list(let list):
      append(list.isEmpty ? lead + "[]" : PolicyOutline.head(lead), marked: own)
      for element in list {
        if case .text(let text) = element {
          append(String(repeating: " ", count: inner) + "- " + text, marked: marks(text, place))
        } else {
          add(element, label: "- ", indent: inner, place: nil)
        }
      }
    case .members(let members):
      append(members.isEmpty ? lead + "{}" : PolicyOutline.head(lead), marked: own)
      for (key, member) in members { add(member, in: place, label: "\(key): ", indent: inner) }
    }
  }

  /// A member of an element that is an object, as of `Principal`: its values are the element's.
  private mutating func add(
    _ member: PolicyNode, in place: PolicyFinding.Place?, label: String, indent: Int
  ) {
    let lead = String(repeating: " ", count: indent) + label
    switch member {
    case .text(let text): append(lead + text, marked: marks(text, place))
    case .list(let list) where !list.isEmpty && list.allSatisfy({ $0.text != nil }):
      append(PolicyOutline.head(lead))
      for text in list.compactMap(\.text) {
        append(String(repeating: " ", count: indent + 2) + "- " + text, marked: marks(text, place))
      }
    default: add(member, label: label, indent: indent, place: nil)
    }
  }

  private func marks(_ text: String, _ place: PolicyFinding.Place?) -> [PolicyFinding] {
    guard var place else { return [] }
    place.value = ExactString(text)
    return findings[place] ?? []
  }

  /// A label with nothing behind it.
  private static func head(_ lead: String) -> String {
    lead.hasSuffix(" ") ? String(lead.dropLast()) : lead
  }
}
