import AWS

/// A role: who may assume it, and what it may do.
package struct Role: Hashable, Sendable {
  package var arn: String
  /// JSON.
  package var trust: String
  /// JSON, those of the role itself and those attached to it.
  package var policies: [String]
}

extension AccountCalls {
  func role(_ name: String, in region: String) async throws(CallFailure) -> Role {
    let found = try await query(.getRole, in: region, [("RoleName", name)])
    guard let arn = found.first("Arn")?.text, let trust = found.first("AssumeRolePolicyDocument")?.text else {
      throw .failed("iam:GetRole: the answer has no role")
    }
    var policies: [String] = []
    let own = try await pages(.listRolePolicies, in: region, [("RoleName", name)], token: .iam) {
      $0.first("PolicyNames")?.children.map(\.text) ?? []
    }
    for policy in own {
      let text = try await query(.getRolePolicy, in: region, [("RoleName", name), ("PolicyName", policy)])
      if let document = text.first("PolicyDocument")?.text { policies.append(percentDecodedText(document)) }
    }
    let attached = try await pages(.listAttachedRolePolicies, in: region, [("RoleName", name)], token: .iam) {
      $0.first("AttachedPolicies")?.children.compactMap { $0["PolicyArn"]?.text } ?? []
    }
    for policy in attached { policies += try await managedPolicy(policy, in: region) }
    return Role(arn: arn, trust: percentDecodedText(trust), policies: policies)
  }

  private func managedPolicy(_ arn: String, in region: String) async throws(CallFailure) -> [String] {
    let policy = try await query(.getPolicy, in: region, [("PolicyArn", arn)])
    guard let version = policy.first("DefaultVersionId")?.text else { return [] }
    let text = try await query(
      .getPolicyVersion, in: region, [("PolicyArn", arn), ("VersionId", version)])
    return text.first("Document").map { [percentDecodedText($0.text)] } ?? []
  }
}

/// IAM's documents are URL-encoded (IAM API reference: "policies … are URL-encoded compliant with RFC 3986").
private func percentDecodedText(_ text: String) -> String {
  String(decoding: percentDecoded(text), as: UTF8.self)
}
