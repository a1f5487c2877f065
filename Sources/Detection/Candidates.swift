import CloudTrail
import Query

/// A rule that has to be asked, and what.
struct Candidate: Sendable {
  let rule: Int
  let predicate: CompiledPredicate
}

/// Rules that have to be asked, by where their paths begin.
struct Candidates {
  private(set) var onRecord: [Candidate] = []
  private(set) var onEnvelope: [Candidate] = []

  mutating func add(_ rule: Int, _ predicate: CompiledPredicate, root: Rule.Root) {
    let candidate = Candidate(rule: rule, predicate: predicate)
    switch root {
    case .record: onRecord.append(candidate)
    case .envelope: onEnvelope.append(candidate)
    }
  }
}
