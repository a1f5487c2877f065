/// One hop of the pipeline, in one place, and how it stands.
package struct Hop: Hashable, Sendable {
  /// Where: an account, and a region of it where that matters.
  package struct Place: Hashable, Sendable {
    package var account: String
    package var accountName: String?
    package var region: String?

    package init(account: String, accountName: String? = nil, region: String? = nil) {
      (self.account, self.accountName, self.region) = (account, accountName, region)
    }
  }

  package enum State: String, Sendable {
    case ok, broken, unknown
  }

  package var kind: HopKind
  package var place: Place
  /// Which of several: a rule's, a function's or a queue's name.
  package var subject: String?
  package var finding: Finding
  /// The broken hop before this one, for which reason this one is not judged.
  package var behind: HopKind?

  package var state: State { finding.state }
}

/// What was found at a hop, and what to do about it.
package struct Finding: Hashable, Sendable {
  package var state: Hop.State
  /// What was seen.
  package var evidence: String
  /// What to do; nil where nothing is to be done.
  package var remedy: String?

  static func ok(_ evidence: String) -> Finding { Finding(state: .ok, evidence: evidence) }

  static func broken(_ evidence: String, remedy: String) -> Finding {
    Finding(state: .broken, evidence: evidence, remedy: remedy)
  }

  static func unknown(_ evidence: String, remedy: String? = nil) -> Finding {
    Finding(state: .unknown, evidence: evidence, remedy: remedy)
  }

  /// A question that has no answer.
  static func unknown(_ failure: CallFailure) -> Finding {
    switch failure {
    case .absent(let words): .unknown(words)
    case .denied(let action):
      .unknown(
        "not allowed: \(action)",
        remedy: "allow \(action), as iamwatch pipeline policy prints it"
          + (action == ReadAction.collectionGet.rawValue
            ? "; and aoss:DescribeIndex and aoss:ReadDocument in the collection's data access policy" : ""))
    case .noCredentials(let words), .failed(let words): .unknown(words)
    }
  }
}
