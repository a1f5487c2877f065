import AWS

/// Why a question to a service of AWS has no answer.
package enum CallFailure: Error, Hashable, Sendable {
  /// What was asked for is not there, in the service's words.
  case absent(String)
  /// The identity may not ask: IAM's action, such as `events:DescribeRule`.
  case denied(action: String)
  /// Nothing was asked, for there are no credentials that are good, in a line that is fit to be shown.
  case noCredentials(String)
  /// Everything else, in a line that is fit to be shown.
  case failed(String)

  init(_ error: AWSError, asking action: some ServiceAction) {
    switch error {
    case .refused(let refusal) where CallFailure.isAbsence(refusal.code): self = .absent(refusal.message)
    // A domain says no more of a document that is not there.
    case .refused(let refusal)
    where refusal.status == 404
      && [ReadAction.domainGet, .collectionGet].contains { $0.rawValue == action.rawValue }:
      self = .absent(refusal.message)
    case .refused(let refusal) where CallFailure.isDenial(refusal): self = .denied(action: action.rawValue)
    case .refused(let refusal) where refusal.kind == .credentials: self = .noCredentials(error.description)
    case .noCredentials: self = .noCredentials(error.description)
    default: self = .failed(error.description)
    }
  }

  /// How the services say that there is no such thing, each in its own words (their API references, Errors).
  private static let absences: Set = [
    "ResourceNotFoundException", "NoSuchEntity", "NotFound", "NotFoundException", "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue", "TrailNotFoundException", "ParameterNotFound",
    "AWSOrganizationsNotInUseException", "index_not_found_exception",
  ]

  /// EC2 has a code for each kind of thing: `InvalidGroup.NotFound`, `InvalidVpcPeeringConnectionID.NotFound`.
  private static func isAbsence(_ code: String) -> Bool {
    absences.contains(code) || code.hasSuffix(".NotFound")
  }

  /// A key that is no longer good is answered with 403 too, and is no question of permissions.
  private static func isDenial(_ refusal: Refusal) -> Bool {
    let denials = [
      "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation",
      "AuthorizationError", "AuthorizationErrorException", "security_exception",
    ]
    return denials.contains(refusal.code) || (refusal.status == 403 && refusal.kind == .lasting)
  }
}

/// A question's answer, or why there is none: the form in which `doctor` holds all that it knows.
package typealias Answered<Value: Sendable> = Result<Value, CallFailure>

extension Result where Failure == CallFailure {
  /// What `body` answers.
  static func of(_ body: () async throws(CallFailure) -> Success) async -> Self {
    do throws(CallFailure) { return .success(try await body()) } catch { return .failure(error) }
  }

  /// Whether the service says that there is no such thing.
  var isAbsent: Bool {
    if case .failure(.absent) = self { true } else { false }
  }

  /// Whether nothing was asked for want of credentials.
  var lacksCredentials: Bool {
    if case .failure(.noCredentials) = self { true } else { false }
  }

  var value: Success? { try? get() }
}
