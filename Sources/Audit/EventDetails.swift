import CloudTrail
import Detection
import Query

/// All that is known of one event.
package struct EventDetails: Sendable {
  /// A rule that matched the event.
  package struct MatchedRule: Hashable, Sendable {
    package var id: String
    package var title: String
    package var severity: Severity
    /// What it means and what to do next, in the rule's own words; nil when the rule has none.
    package var description: String?
    /// Where it was written; nil for a built-in rule.
    package var file: String?
    /// Which fields matched which of its lines; of a rule from a file.
    package var reasons: [MatchReason] = []
    /// Of a correlation why it alerted at the event, for each group that it did for, in words with values as records have them.
    package var why: [String] = []

    package init(id: String, title: String, severity: Severity, description: String? = nil) {
      (self.id, self.title, self.severity, self.description) = (id, title, severity, description)
    }

    init(_ rule: Rule, on record: JSONDocument) {
      self.init(id: rule.id, title: rule.title, severity: rule.level, description: rule.description)
      guard let place = rule.place else { return }
      file = place.path
      reasons = rule.explanation(of: GivenEvent(record)) ?? []
    }
  }

  package var row: EventRow
  /// The CloudTrail record.
  package let record: JSONDocument
  /// What the record came in, without the record; nil for a bare one.
  package let envelope: JSONDocument?
  /// The rules matched, the worst first.
  package var rules: [MatchedRule]
  /// The policies in its request and response.
  package let policies: [FoundPolicy]
  /// The record and its envelope, written out.
  package let text: RecordText
  /// It writes a policy whose version before can be asked for.
  package let writesVersionedPolicy: Bool
  /// The way of its credentials from a person or a workload, without what else came of them; nil where nobody looked.
  package var lineage: Lineage?
  /// False while a part of the record could not be read.
  package var complete = true

  package init(
    row: EventRow, record: JSONDocument, envelope: JSONDocument? = nil, rules: [MatchedRule] = [],
    lineage: Lineage? = nil
  ) {
    (self.row, self.record, self.envelope, self.rules) = (row, record, envelope, rules)
    // Here and not in a view: it is done off the screen's thread.
    policies = FoundPolicy.all(in: record)
    text = RecordText(record, envelope: envelope)
    writesVersionedPolicy =
      policies.contains(where: \.isRequested)
      && record.withView { PolicySubject(action: row.action, record: $0) != nil }
    self.lineage = lineage
  }
}
