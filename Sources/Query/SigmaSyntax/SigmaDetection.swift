import CloudTrail
import YAML

/// The search identifiers of a detection and the condition over them.
struct SigmaDetection {
  /// The most identifiers, and the most conditions.
  private static let most = 1000

  private let node: YAMLNode
  private let placeholders: SigmaSyntax.Placeholders
  private let reserved: Set<String>

  /// - Parameter reserved: keys beside `condition` that are no search identifiers.
  init(_ node: YAMLNode, placeholders: SigmaSyntax.Placeholders, reserved: Set<String>) {
    (self.node, self.placeholders) = (node, placeholders)
    self.reserved = reserved.union(["condition"])
  }

  func predicate() throws(SigmaError) -> WrittenPredicate {
    guard let entries = node.mapping else { throw SigmaError("a mapping is expected here", at: node) }
    guard let condition = node["condition"] else { throw SigmaError("condition is required", at: node) }
    let texts = condition.sequence ?? [condition]
    try refuseAggregation(texts)
    var searches: [SigmaSearch] = []
    for entry in entries where !reserved.contains(entry.key) {
      guard entry.key != "timeframe" else {
        throw SigmaError(
          "timeframe was removed in version 2; write a correlation rule with timespan", at: entry)
      }
      searches.append(SigmaSearch(name: entry.key, predicate: try search(entry.value, of: entry)))
    }
    guard !searches.isEmpty else {
      throw SigmaError("there is no search identifier beside condition", at: node)
    }
    guard searches.count <= SigmaDetection.most, (1...SigmaDetection.most).contains(texts.count) else {
      throw SigmaError("more than \(SigmaDetection.most) identifiers or conditions, or none", at: node)
    }
    var ways: [WrittenPredicate] = []
    for text in texts { ways.append(try SigmaCondition.predicate(text, searches: searches)) }
    return ways.count == 1 ? ways[0] : .any(ways)
  }

  /// `| count() > 5` and `| near` were Sigma's way before version 2.
  private func refuseAggregation(_ conditions: [YAMLNode]) throws(SigmaError) {
    for condition in conditions where condition.text?.contains("|") ?? false {
      throw SigmaError(
        "aggregation behind | was removed in version 2; write a correlation rule", at: condition)
    }
  }

  /// A map (all of its items), a list of maps (any of them), or a list of keywords.
  private func search(_ node: YAMLNode, of entry: YAMLEntry) throws(SigmaError) -> WrittenPredicate {
    switch node.content {
    case .mapping(let items):
      if items.isEmpty { throw SigmaError("\"\(entry.key)\" has no item", at: entry) }
      var parts: [WrittenPredicate] = []
      for item in items { parts.append(try self.item(item)) }
      return parts.count == 1 ? parts[0] : .all(parts)
    case .sequence(let elements):
      if elements.isEmpty { throw SigmaError("\"\(entry.key)\" has no item", at: entry) }
      var ways: [WrittenPredicate] = []
      for element in elements { ways.append(try search(element, of: entry)) }
      return ways.count == 1 ? ways[0] : .any(ways)
    case .scalar:
      return try SigmaItem(key: "", line: node.line, values: [node], placeholders: placeholders).predicate(
        at: node)
    }
  }

  private func item(_ entry: YAMLEntry) throws(SigmaError) -> WrittenPredicate {
    let item = SigmaItem(
      key: entry.key, line: entry.line, values: entry.value.sequence ?? [entry.value],
      placeholders: placeholders)
    return try item.predicate(at: entry.value, keyAt: entry)
  }
}

/// A search identifier with what it asks.
struct SigmaSearch {
  let name: String
  let predicate: WrittenPredicate
}
