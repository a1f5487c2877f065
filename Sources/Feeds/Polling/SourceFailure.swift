import AWS

/// Why a source gave no answer: what happened and what to do, in one line that is fit to be shown.
package struct SourceFailure: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    /// It may go right by itself in a moment.
    case transient
    /// Too much was asked at once.
    case throttled
    /// Somebody has to do something first; it is tried again all the same, less often.
    case lasting
    /// The answer would be larger than is taken; a smaller part of it may do.
    case tooLarge
    /// The program wants no answer any more.
    case cancelled
  }

  package let kind: Kind
  package let description: String
  /// The answer's status; nil where there was no answer.
  package let status: Int?

  package init(_ kind: Kind, _ description: String, status: Int? = nil) {
    (self.kind, self.description, self.status) = (kind, description, status)
  }
}

extension SourceFailure {
  /// Whether the same may be answered in a moment.
  package var isTransient: Bool { kind == .transient || kind == .throttled }

  package init(_ error: AWSError) {
    let (kind, status): (Kind, Int?) =
      switch error {
      case .noCredentials: (.lasting, nil)
      case .unanswered(_, .cancelled): (.cancelled, nil)
      case .unanswered(_, .tooLarge): (.tooLarge, nil)
      case .unanswered(_, let error): (error.isTransient ? .transient : .lasting, nil)
      case .refused(let refusal): (Kind(refusal.kind), refusal.status)
      }
    self.init(kind, error.description, status: status)
  }
}

extension SourceFailure.Kind {
  fileprivate init(_ kind: Refusal.Kind) {
    switch kind {
    case .throttled: self = .throttled
    case .transient: self = .transient
    case .clock, .credentials, .lasting: self = .lasting
    }
  }
}
