/// One of AWS's own policies that open an account, known by its ARN alone (AWS managed policy reference
/// guide).
package struct ManagedPolicy: Sendable {
  /// The worst of what it allows.
  package let kind: PolicyFinding.Kind

  package init?(arn: String) {
    // arn:PARTITION:iam::aws:policy/NAME
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[2] == "iam", parts[4] == "aws" else { return nil }
    switch parts[5] {
    case "policy/AdministratorAccess": kind = .everything
    case "policy/PowerUserAccess": kind = .everyActionBut
    case "policy/IAMFullAccess": kind = .passRole(isWide: true)
    default: return nil
    }
  }

  /// Whether a call, `iam:AttachUserPolicy`, gives the policy to someone and does not take it away.
  package func isGranted(by action: String) -> Bool {
    let name = action.split(separator: ":").last ?? ""
    return ["Attach", "Put", "Create"].contains { name.hasPrefix($0) }
  }
}
