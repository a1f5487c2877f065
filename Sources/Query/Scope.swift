import CloudTrail

/// What part of CloudTrail is counted (DESIGN, The domain).
package enum Scope: String, CaseIterable, Sendable {
  /// The event sources of identity.
  case identity
  /// Every event source.
  case all

  /// The services, as `eventSource` names them before `.amazonaws.com`, that scope identity keeps.
  package static let identityServices: [String] = [
    "iam", "sts", "signin", "sso", "sso-directory", "identitystore", "organizations", "access-analyzer",
    "rolesanywhere",
    "cognito-idp", "cognito-identity", "ram",
  ]
}
