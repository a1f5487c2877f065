import Query

/// A rule about several events, its references resolved.
///
/// A class, so that handing it on for every event does not copy all its parts.
package final class Correlation: Sendable {
  /// What it correlates: matches of a rule, or alerts of another correlation.
  package enum Source: Sendable {
    /// A rule's place among the rules of the ``CorrelationEngine``.
    case rule(Rule)
    /// A correlation's place among those loaded; always before this one's.
    case correlation(Int)
  }

  package let id: String
  package let title: String
  package let description: String
  package let level: Severity
  package let tags: [String]
  package let references: [String]
  package let falsePositives: [String]
  package let place: RulePlace
  /// As it was written.
  package let text: RuleText
  package let kind: SigmaCorrelation.Kind
  /// In the order written.
  package let sources: [Source]
  /// For each source the fields that group its events, aliases resolved, in the order of `group-by`; of a silence of all events once.
  package let groupBy: [[String]]
  /// Milliseconds.
  package let timespan: Int64
  /// For how many milliseconds a group is learnt before it alerts, of a first_seen or a silence.
  package let baseline: Int64
  package let condition: SigmaCorrelation.Condition?
  /// For each source the fields that value_count counts, or that first_seen looks at, aliases resolved.
  package let fields: [[String]]

  init(
    id: String, title: String, description: String, level: Severity, tags: [String], references: [String],
    falsePositives: [String], place: RulePlace, text: RuleText, kind: SigmaCorrelation.Kind,
    sources: [Source], groupBy: [[String]], timespan: Int64, baseline: Int64,
    condition: SigmaCorrelation.Condition?, fields: [[String]]
  ) {
    self.id = id
    self.title = title
    self.description = description
    self.level = level
    self.tags = tags
    self.references = references
    self.falsePositives = falsePositives
    self.place = place
    self.text = text
    self.kind = kind
    self.sources = sources
    self.groupBy = groupBy
    self.timespan = timespan
    self.baseline = baseline
    self.condition = condition
    self.fields = fields
  }

  /// Whether it needs a ``CountryDatabase``, without which it is quiet.
  package var asksCountry: Bool { (groupBy + fields).contains { $0.contains(ObservedField.country) } }

  /// The correlation among the rules of alerts: no event matches it alone.
  var rule: Rule {
    Rule(
      id: id, title: title, description: description, level: level, tags: tags, references: references,
      falsePositives: falsePositives, written: .any([]), root: .record, place: place,
      testEvents: Rule.TestEvents(mustMatch: [], mustNotMatch: []), text: text)
  }
}

/// Puts correlations into an order in which each comes behind those it refers to.
struct CorrelationLinker {
  private enum Link {
    case rule(Rule)
    case correlation(Int)
  }

  private let written: [(correlation: SigmaCorrelation, id: String)]
  private var links: [[(link: Link, reference: String)]]

  init(sources: [(SigmaCorrelation, String)]) {
    written = sources.map { (correlation: $0.0, id: $0.1) }
    links = [[(Link, String)]](repeating: [], count: sources.count)
  }

  mutating func add(_ rule: Rule, to position: Int, as reference: String) {
    links[position].append((.rule(rule), reference))
  }

  /// Links to the correlation of an id, name or title; says why it cannot.
  mutating func add(_ reference: String, to position: Int) -> String? {
    let found =
      written.firstIndex { $0.id == reference || $0.correlation.header.name == reference }
      ?? written.firstIndex { $0.correlation.header.title == reference }
    guard let found else { return "the rule \"\(reference)\" is not loaded" }
    for kind in [written[position].correlation.kind, written[found].correlation.kind] where kind.learns {
      return "\"\(reference)\" is a correlation: \(kind.rawValue) is of rules, and nothing is of it"
    }
    links[position].append((.correlation(found), reference))
    return nil
  }

  /// The order of positions, each behind what it refers to; positions on a circle are left out.
  private var order: [Int] {
    var (order, placed): ([Int], Set<Int>) = ([], [])
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for position in written.indices where !placed.contains(position) {
        let isReady = links[position].allSatisfy { link in
          if case .correlation(let other) = link.link { placed.contains(other) } else { true }
        }
        guard isReady else { continue }
        placed.insert(position)
        order.append(position)
        isGrowing = true
      }
    }
    return order
  }

  /// A correlation that refers to itself, by way of others perhaps.
  var circle: (position: Int, reason: String)? {
    let placed = Set(order)
    guard let position = written.indices.first(where: { !placed.contains($0) }) else { return nil }
    return (position, "the correlation refers to itself, or to one that does")
  }

  /// - Parameter files: for each where and how it was written.
  func correlations(_ files: [(path: String, text: RuleText)]) -> [Correlation] {
    let order = order
    let newPlaces = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
    return order.map { position in
      let (correlation, id) = written[position]
      let header = correlation.header
      let sources = links[position]
      return Correlation(
        id: id, title: header.title, description: header.description, level: header.level ?? .medium,
        tags: header.tags, references: header.references, falsePositives: header.falsePositives,
        place: RulePlace(path: files[position].path, line: header.line), text: files[position].text,
        kind: correlation.kind,
        sources: sources.map { source in
          switch source.link {
          case .rule(let rule): .rule(rule)
          case .correlation(let other): .correlation(newPlaces[other] ?? 0)
          }
        },
        groupBy: sources.isEmpty
          ? [correlation.groupBy]
          : sources.map { source in
            correlation.groupBy.map { correlation.field($0, of: source.reference) }
          },
        timespan: correlation.timespan, baseline: correlation.baseline, condition: correlation.condition,
        fields: sources.map { source in
          correlation.fields.map { correlation.field($0, of: source.reference) }
        })
    }
  }
}

extension SigmaCorrelation {
  /// The field that a name, an alias perhaps, stands for in a rule.
  fileprivate func field(_ name: String, of reference: String) -> String {
    aliases.first { $0.name == name }?.fields[reference] ?? name
  }
}
