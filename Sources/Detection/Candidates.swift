import CloudTrail
import Query

/// A rule that has to be asked, and what.
struct Candidate: Sendable {
  let rule: Int
  let predicate: CompiledPredicate
}

/// Rules that have to be asked, by what they are asked of.
struct Candidates: Sendable {
  /// Those whose paths begin at the record.
  private(set) var onRecord: [Candidate] = []
  private(set) var onEnvelope: [Candidate] = []
  /// Those that the text of one field decides, wherever their paths begin.
  private(set) var onFields: [FieldCandidates] = []

  var isEmpty: Bool { onRecord.isEmpty && onEnvelope.isEmpty && onFields.isEmpty }

  mutating func add(_ rule: Int, _ predicate: CompiledPredicate, root: Rule.Root) {
    let candidate = Candidate(rule: rule, predicate: predicate)
    switch root {
    case .record: onRecord.append(candidate)
    case .envelope: onEnvelope.append(candidate)
    }
  }

  /// The same, those that one field decides apart from the others.
  var byField: Candidates {
    var split = Candidates()
    for candidate in onRecord where !split.addToField(candidate) { split.onRecord.append(candidate) }
    for candidate in onEnvelope where !split.addToField(candidate) { split.onEnvelope.append(candidate) }
    return split
  }

  /// False for one that more than a field decides.
  private mutating func addToField(_ candidate: Candidate) -> Bool {
    guard let predicate = FieldPredicate(candidate.predicate) else { return false }
    let known = onFields.firstIndex { $0.field == predicate.field }
    if known == nil { onFields.append(FieldCandidates(predicate.field)) }
    onFields[known ?? onFields.count - 1].add(candidate.rule, predicate)
    return true
  }
}

/// Rules that the text of one field decides.
struct FieldCandidates: Sendable {
  let field: RecordedField
  private var asked: [(rule: Int, predicate: FieldPredicate)] = []
  /// Those of them that match events without the field.
  private var matchingWithout: [Int] = []

  init(_ field: RecordedField) { self.field = field }

  var rules: [Int] { asked.map(\.rule) }

  mutating func add(_ rule: Int, _ predicate: FieldPredicate) {
    asked.append((rule, predicate))
    if predicate.holdsWithout { matchingWithout.append(rule) }
  }

  /// Adds those that match an event; false where only the record itself tells what the field is.
  func add(to found: inout [Int], _ event: EventView) -> Bool {
    switch event.recorded(field) {
    case .absent: found += matchingWithout
    case .found(let text):
      text.withUTF8 { text in
        for (rule, predicate) in asked where predicate.holds(text, of: event) { found.append(rule) }
      }
    case .other: return false
    }
    return true
  }
}
