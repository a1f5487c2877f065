import CloudTrail

/// Walks a pattern's objects and multiplies its `$or` out.
struct EventPatternReader {
  /// The most combinations that `$or` may lead to (EventBridge user guide, "Complex example with multiple matching": rules
  /// above 1000 are refused).
  static let mostVariants = 1000

  let place: PatternPlace
  /// The ways to match, each a set of fields; of a field that is asked twice the last (AWS: overriding).
  private(set) var variants: [EventPatternVariant] = [EventPatternVariant()]
  private var path: [String] = []

  init(place: PatternPlace) { self.place = place }

  /// Takes an object of the pattern.
  mutating func read(_ object: JSONView, insideOr: Bool = false) throws(EventPatternError) {
    var isEmpty = true
    for (key, value) in object.members {
      isEmpty = false
      let name = key.string
      if name == "$or", let branches = EventPatternReader.branches(of: value) {
        try readBranches(branches, at: value)
        continue
      }
      if insideOr, MatchType(rawValue: name) != nil {
        throw place.error("\(name) is Ruler reserved fieldName which cannot be used inside $or.", at: key)
      }
      switch value.kind {
      case .object:
        path.append(name)
        try read(value, insideOr: insideOr)
        path.removeLast()
      case .array: try readValues(value, of: name, key)
      default: throw place.error("\"\(name)\" must be an object or an array", at: value)
      }
    }
    if isEmpty { throw place.error("Empty objects are not allowed", at: object) }
  }

  /// The branches of an `$or`: at least two objects, none of which is a match expression. Any other `$or` is a field's name, as it
  /// was before the operator came.
  private static func branches(of value: JSONView) -> [JSONView]? {
    guard value.kind == .array else { return nil }
    let elements = value.elements
    let areBranches = elements.allSatisfy { element in
      element.kind == .object && !element.members.contains { MatchType(rawValue: $0.key.string) != nil }
    }
    return elements.count >= 2 && areBranches ? elements : nil
  }

  private mutating func readBranches(_ branches: [JSONView], at value: JSONView) throws(EventPatternError) {
    let before = variants
    var after: [EventPatternVariant] = []
    for branch in branches {
      variants = before
      try read(branch, insideOr: true)
      after += variants
      guard after.count <= EventPatternReader.mostVariants else {
        throw place.error(
          "$or leads to more than \(EventPatternReader.mostVariants) combinations", at: value)
      }
    }
    variants = after
  }

  private mutating func readValues(_ array: JSONView, of name: String, _ key: JSONText)
    throws(EventPatternError)
  {
    let elements = array.elements
    if elements.isEmpty { throw place.error("Empty arrays are not allowed", at: array) }
    var leaf = EventPatternLeaf(keys: path + [name], line: place.line(of: key))
    for element in elements { try leaf.add(element, place) }
    for index in variants.indices { variants[index].set(leaf) }
  }
}

extension JSONView {
  /// An object's members in order, duplicates included; valid as long as the view.
  var members: [(key: JSONText, value: JSONView)] {
    var members: [(key: JSONText, value: JSONView)] = []
    forEachMember { key, value in
      members.append((key, value))
      return true
    }
    return members
  }

  /// An array's elements in order; valid as long as the view.
  var elements: [JSONView] {
    var elements: [JSONView] = []
    forEachElement { element in
      elements.append(element)
      return true
    }
    return elements
  }
}
