import CloudTrail

/// Whose policy a call writes, and which of its policies: what two versions of one policy have in common.
struct PolicySubject: Hashable, Sendable {
  /// A kind of policy that has versions. A session's has none: it ends with the session.
  enum Kind: CaseIterable, Sendable {
    case inlineOfRole, inlineOfUser, inlineOfGroup, trust, managed, bucket, key, organization, permissionSet
    case secret, queue, topic, repository
  }

  let kind: Kind
  /// What names the resource and, where it has several, the policy.
  let names: [ExactString]

  /// What the call behind `record` writes the policy of; nil where it writes none that has versions.
  init?(action: String, record: JSONView) {
    let known = Kind.allCases.lazy.flatMap { kind in kind.writers.map { (kind, $0) } }
    guard let (kind, writer) = known.first(where: { $0.1.action == action }) else { return nil }
    let names = writer.names.map { path in
      path.reduce(record as JSONView?) { $0?.member(Array($1.utf8)) }?.text?.string ?? ""
    }
    guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.kind = kind
    self.names = names.map { ExactString(kind == .key ? PolicySubject.name(in: $0) : $0) }
  }

  /// The part of an ARN behind its last `/`: a key is named by its id or its ARN.
  private static func name(in arn: String) -> String {
    arn.split(separator: "/").last.map(String.init) ?? arn
  }

  /// What the store may have as the target of a call that writes this policy: a policy of IAM is created by
  /// its name and changed by its ARN. Nil where a call's target tells nothing of the resource.
  var targets: [String]? {
    switch kind {
    case .organization, .queue, .topic, .repository, .key: nil
    default: names.flatMap { [$0.string, PolicySubject.name(in: $0.string)] }
    }
  }
}

extension PolicySubject.Kind {
  /// A call that writes a policy, and the places in its record of what the policy belongs to (the services'
  /// API references, in CloudTrail's spelling).
  struct Writer: Sendable {
    let action: String
    let names: [[String]]

    init(_ action: String, _ names: [String]...) { (self.action, self.names) = (action, names) }
    init(_ action: String, requests names: String...) {
      (self.action, self.names) = (action, names.map { ["requestParameters", $0] })
    }
  }

  var writers: [Writer] {
    switch self {
    case .inlineOfRole: [Writer("iam:PutRolePolicy", requests: "roleName", "policyName")]
    case .inlineOfUser: [Writer("iam:PutUserPolicy", requests: "userName", "policyName")]
    case .inlineOfGroup: [Writer("iam:PutGroupPolicy", requests: "groupName", "policyName")]
    case .trust:
      [
        Writer("iam:UpdateAssumeRolePolicy", requests: "roleName"),
        Writer("iam:CreateRole", requests: "roleName"),
      ]
    case .managed:
      [
        Writer("iam:CreatePolicyVersion", requests: "policyArn"),
        Writer("iam:CreatePolicy", ["responseElements", "policy", "arn"]),
      ]
    case .bucket: [Writer("s3:PutBucketPolicy", requests: "bucketName")]
    case .key:
      [
        Writer("kms:PutKeyPolicy", requests: "keyId"),
        Writer("kms:CreateKey", ["responseElements", "keyMetadata", "keyId"]),
      ]
    case .organization:
      [
        Writer("organizations:UpdatePolicy", requests: "policyId"),
        Writer("organizations:CreatePolicy", ["responseElements", "policy", "policySummary", "id"]),
      ]
    case .permissionSet: [Writer("sso:PutInlinePolicyToPermissionSet", requests: "permissionSetArn")]
    case .secret: [Writer("secretsmanager:PutResourcePolicy", requests: "secretId")]
    case .queue: [Writer("sqs:SetQueueAttributes", requests: "queueUrl")]
    case .topic: [Writer("sns:SetTopicAttributes", requests: "topicArn")]
    case .repository: [Writer("ecr:SetRepositoryPolicy", requests: "repositoryName")]
    }
  }
}
