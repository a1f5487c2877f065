/// Why a call of a service led to nothing.
package enum AWSError: Error, Equatable, Sendable, CustomStringConvertible {
  case noCredentials(CredentialsError)
  /// No whole answer: from which service, and why.
  case unanswered(SignedService, HTTPError)
  case refused(Refusal)

  package var description: String {
    switch self {
    case .noCredentials(let error): error.description
    case .unanswered(let service, let error): "\(service): \(error)"
    case .refused(let refusal): refusal.description
    }
  }
}
