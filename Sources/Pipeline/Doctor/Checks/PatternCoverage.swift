import CloudTrail
import Detection
import Query

/// How much of what rules need patterns let through.
struct PatternCoverage {
  /// How many sample events at least one pattern takes, of how many.
  let taken: Int
  let asked: Int
  /// `iam:CreateUser (rule iam-user-created-by-user)`, for each that none takes.
  let missed: [String]

  /// - Throws: why a pattern is none.
  init(of patterns: [String], on samples: [SampleEvent]) throws(EventPatternError) {
    var predicates: [CompiledPredicate] = []
    for pattern in patterns {
      let written = try EventPatternSyntax.predicate(from: pattern)
      predicates.append(CompiledPredicate(written.predicate, recordAt: ["detail"]))
    }
    let missed = samples.filter { sample in
      !sample.envelopes.allSatisfy { envelope in predicates.contains { $0.takes(envelope) } }
    }
    (asked, taken) = (samples.count, samples.count - missed.count)
    self.missed = missed.map { sample in
      let service = sample.source.split(separator: ".").first ?? ""
      return "\(service):\(sample.name) (rule \(sample.rule))"
    }
  }
}

extension CompiledPredicate {
  /// Whether it holds for an EventBridge event.
  fileprivate func takes(_ envelope: JSONDocument) -> Bool {
    envelope.withView { matches(GivenEvent(envelope), pathsFrom: $0) }
  }
}
