import Audit
import Query
import Terminal

/// Policies and what is marked in them, in plain words.
enum PolicyWords {
  /// What kind of policy a member of a call's record holds.
  static func kind(of policy: FoundPolicy, action: String) -> String {
    switch policy.member {
    case "assumeRolePolicyDocument": return "trust policy"
    case "inlinePolicy": return "inline policy"
    case "bucketPolicy": return "bucket policy"
    case "content": return "organization policy"
    default: break
    }
    return switch action {
    case "iam:UpdateAssumeRolePolicy": "trust policy"
    case "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy": "inline policy"
    case "iam:CreatePolicy", "iam:CreatePolicyVersion": "managed policy"
    case "kms:PutKeyPolicy", "kms:CreateKey": "key policy"
    case let call where call.hasPrefix("sts:"): "session policy"
    default: "policy"
    }
  }

  static func text(_ kind: PolicyFinding.Kind) -> String {
    switch kind {
    case .everything: "allows *:*"
    case .everyAction: "allows every action"
    case .passRole(isWide: true): "iam:PassRole for any role"
    case .passRole(isWide: false): "iam:PassRole"
    case .everyActionBut: "allows every action but these"
    case .everyResourceBut: "on every resource but these"
    case .anyone: "anyone"
    case .everyoneBut: "everyone but these"
    case .foreignAccount(let account): "foreign account \(account)"
    }
  }

  /// A mark: its sign, what is meant, and whether only under a condition.
  static func mark(_ finding: PolicyFinding, _ signs: Signs) -> String {
    let condition = finding.isConditional ? " (conditional)" : ""
    return "\(signs.severity(finding.severity)) \(text(finding.kind))\(condition)"
  }

  /// The marks, each once, the worst first.
  static func marks(_ findings: [PolicyFinding], _ signs: Signs) -> [String] {
    var seen: Set<String> = []
    return findings.sorted { $0.severity > $1.severity }.map { mark($0, signs) }.filter {
      seen.insert($0).inserted
    }
  }

  /// The look of what is marked so.
  static func style(_ findings: [PolicyFinding]) -> Style {
    findings.map(\.severity).max()?.style ?? .text
  }
}
