import Query

/// What to look for in one event, and what a match means.
///
/// A class, so that handing thousands of them on does not copy all their parts.
package final class Rule: Sendable {
  /// Its name in files, filters and the snapshot: Sigma's `id`, else the file's name.
  package let id: String
  /// A few words, shown in a narrow column.
  package let title: String
  /// What a match means and what to do next.
  package let description: String
  package let level: Severity
  /// MITRE ATT&CK tactics and techniques as Sigma writes them (`attack.t1098.003`).
  package let tags: [String]
  /// Addresses of pages that explain the technique.
  package let references: [String]
  /// What harmless work looks the same.
  package let falsePositives: [String]
  package let predicate: Predicate
  /// The predicate with the lines that it was written on.
  package let written: WrittenPredicate
  package let root: Root
  /// Where it was written; nil for one that was not written as a file.
  package let place: RulePlace?
  package let testEvents: TestEvents
  /// As it was written; nil for one that was not written as a file.
  package let text: RuleText?

  /// Where the predicate's record paths begin.
  package enum Root: Sendable {
    case record
    /// The EventBridge event that carries the record.
    case envelope

    /// The keys that lead from there to the record.
    package var recordPath: [String] { self == .envelope ? ["detail"] : [] }
  }

  /// What its events' records satisfy, as far as engines can be asked, which have no EventBridge envelope; others may too.
  package var wanted: Predicate { predicate.ofRecord(at: root.recordPath) }

  /// Records, as JSON texts, that show what the rule matches and what it lets pass.
  package struct TestEvents: Sendable {
    package let mustMatch: [String]
    package let mustNotMatch: [String]

    package init(mustMatch: [String], mustNotMatch: [String]) {
      (self.mustMatch, self.mustNotMatch) = (mustMatch, mustNotMatch)
    }
  }

  package init(
    id: String, title: String, description: String, level: Severity, tags: [String],
    references: [String] = [],
    falsePositives: [String], predicate: Predicate, testEvents: TestEvents
  ) {
    (self.id, self.title, self.description, self.level) = (id, title, description, level)
    (self.tags, self.references, self.falsePositives) = (tags, references, falsePositives)
    (self.predicate, self.testEvents) = (predicate, testEvents)
    (written, root, place, text) = (WrittenPredicate(unplaced: predicate), .record, nil, nil)
  }

  /// A rule of a file.
  init(
    id: String, title: String, description: String, level: Severity, tags: [String], references: [String],
    falsePositives: [String], written: WrittenPredicate, root: Root, place: RulePlace?,
    testEvents: TestEvents,
    text: RuleText?
  ) {
    (self.id, self.title, self.description, self.level) = (id, title, description, level)
    (self.tags, self.references, self.falsePositives) = (tags, references, falsePositives)
    (self.predicate, self.written) = (written.predicate, written)
    (self.root, self.place, self.testEvents, self.text) = (root, place, testEvents, text)
  }

  /// The rule, narrowed by what else must hold.
  func narrowed(by condition: WrittenPredicate) -> Rule {
    Rule(
      id: id, title: title, description: description, level: level, tags: tags, references: references,
      falsePositives: falsePositives, written: .all([written, condition]), root: root,
      place: place, testEvents: testEvents, text: text)
  }
}
