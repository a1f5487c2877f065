import CloudTrail

/// A field of the event that EventBridge delivers.
struct EventPatternField: Hashable {
  /// From the envelope's root.
  let keys: [String]

  /// The name under which EventBridge knows it: two fields of one name are one.
  var name: String { keys.joined(separator: ".") }

  static let eventSource = EventPatternField(keys: ["detail", "eventSource"])
  static let eventName = EventPatternField(keys: ["detail", "eventName"])
  /// Who sent the event.
  static let source = EventPatternField(keys: ["source"])

  /// Its place in the record; nil for a field of the envelope.
  var place: PushedPlace? { keys.first == "detail" ? .record(Array(keys.dropFirst())) : nil }

  /// Whether it has one string at most.
  var isOwn: Bool { place?.isOwn ?? (self == .source) }

  /// Objects of a record that are never arrays (CloudTrail user guide, "CloudTrail record contents", "userIdentity element").
  private static let objects: Set<String> = [
    "detail", "detail.userIdentity", "detail.userIdentity.sessionContext",
    "detail.userIdentity.sessionContext.sessionIssuer", "detail.userIdentity.sessionContext.attributes",
    "detail.userIdentity.onBehalfOf", "detail.requestParameters", "detail.responseElements",
    "detail.additionalEventData", "detail.serviceEventDetails", "detail.tlsDetails",
  ]

  /// Whether one pattern can ask both: neither lies within the other, and what they have in common is an object. Below an array
  /// EventBridge wants both within one element, which a predicate that asks them apart does not.
  func goesWith(_ other: EventPatternField) -> Bool {
    let (mine, theirs) = (name.split(separator: "."), other.name.split(separator: "."))
    let common = zip(mine, theirs).prefix { $0 == $1 }.count
    guard common < mine.count, common < theirs.count else { return false }
    return common == 0
      || (1...common).allSatisfy { EventPatternField.objects.contains(mine[..<$0].joined(separator: ".")) }
  }
}

/// Conditions on fields that must all hold.
struct EventPatternClause: Hashable {
  private(set) var fields: [EventPatternField: EventPatternValues] = [:]

  init() {}

  init(_ field: EventPatternField, _ values: EventPatternValues) {
    if !values.isAnything { fields[field] = values }
  }

  subscript(field: EventPatternField) -> EventPatternValues? {
    get { fields[field] }
    set { fields[field] = newValue.flatMap { $0.isAnything ? nil : $0 } }
  }

  /// Both hold. What one pattern cannot ask together is left out, and `isExact` turned false.
  /// - Returns: Nil where no event can satisfy both.
  func and(_ other: EventPatternClause, isExact: inout Bool) -> EventPatternClause? {
    var both = self
    for (field, values) in other.ordered {
      if let known = both.fields[field] {
        guard let common = known.intersection(values, isSingle: field.isOwn) else {
          if field.isOwn { return nil }
          isExact = false
          continue
        }
        let isSure = known == values || field.isOwn && known.isOfSingleValues && values.isOfSingleValues
        if !isSure { isExact = false }
        both.fields[field] = common
      } else if both.fields.keys.allSatisfy({ $0.goesWith(field) }) {
        both.fields[field] = values
      } else {
        isExact = false
      }
    }
    return both
  }

  /// Whether every event that satisfies it satisfies `other`.
  func isWithin(_ other: EventPatternClause) -> Bool {
    other.fields.allSatisfy { field, values in fields[field]?.isWithin(values) ?? false }
  }

  /// The clause that says the same as both; nil where they differ in more than the values of one field.
  func joined(with other: EventPatternClause) -> EventPatternClause? {
    guard fields.count == other.fields.count else { return nil }
    var differing: EventPatternField?
    for (field, values) in fields where other.fields[field] != values {
      guard differing == nil, other.fields[field] != nil else { return nil }
      differing = field
    }
    guard let differing, let mine = fields[differing], let theirs = other.fields[differing] else {
      return self
    }
    var joined = self
    joined[differing] = mine.union(theirs)
    return joined
  }

  /// The least clause of this form that holds wherever either does.
  func hull(_ other: EventPatternClause) -> EventPatternClause {
    var hull = EventPatternClause()
    for (field, values) in fields {
      if let others = other.fields[field] { hull[field] = values.union(others) }
    }
    return hull
  }

  /// The fields in the order in which they are written: who sent it, what it is, then the rest by name.
  var ordered: [(field: EventPatternField, values: EventPatternValues)] {
    let first: [EventPatternField] = [.source, .eventSource, .eventName]
    let rest = fields.keys.filter { !first.contains($0) }.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    return (first + rest).compactMap { field in fields[field].map { (field, $0) } }
  }
}
