import Configuration

/// An account whose IAM activity is collected.
package struct MemberAccount: Hashable, Sendable {
  /// 12 digits.
  package var id: String
  package var name: String?
  package var access: Access
  /// Each region with a rule of its own, the one of IAM first and always there: IAM's events are recorded in us-east-1 only
  /// (FACTS, CloudTrail records), those of STS and sign-in where they happen.
  package var regions: [String]

  /// How Terraform and `doctor` get into the account.
  package enum Access: Hashable, Sendable {
    /// A profile of `~/.aws/config`.
    case profile(String)
    /// A role to assume with the credentials at hand.
    case role(arn: String)
    /// The credentials at hand are the account's own.
    case own
  }

  init(_ account: Configuration.Account) {
    id = account.id
    name = account.name
    access =
      account.profile.map(Access.profile) ?? account.roleARN.map { .role(arn: $0) } ?? .own
    regions = [PipelineNames.globalRegion] + account.regions.filter { $0 != PipelineNames.globalRegion }
  }
}
