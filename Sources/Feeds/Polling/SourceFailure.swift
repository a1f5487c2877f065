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
  var isTransient: Bool { kind == .transient || kind == .throttled }

  package init(_ error: HTTPError, asking place: String) {
    let kind: Kind =
      switch error {
      case .cancelled: .cancelled
      case .tooLarge: .tooLarge
      default: error.isTransient ? .transient : .lasting
      }
    self.init(kind, "\(place): \(error)")
  }
}
