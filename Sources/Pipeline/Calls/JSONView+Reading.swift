import CloudTrail

/// What answers of services are read with.
extension JSONView {
  func string(_ name: StaticString) -> String? { member(name)?.text?.string }

  func truth(_ name: StaticString) -> Bool? { member(name)?.bool }

  /// A number, whole or not.
  func number(_ name: StaticString) -> Double? {
    guard let value = member(name), value.kind == .number else { return nil }
    return Double(String(decoding: value.source, as: UTF8.self))
  }

  /// What `body` makes of each element of a member.
  func list<Element>(_ name: StaticString, _ body: (JSONView) -> Element?) -> [Element] {
    var elements: [Element] = []
    member(name)?.forEachElement { element in
      if let made = body(element) { elements.append(made) }
      return true
    }
    return elements
  }

  /// The text of each element of a member.
  func strings(_ name: StaticString) -> [String] { list(name) { $0.text?.string } }
}
