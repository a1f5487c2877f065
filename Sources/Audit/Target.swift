import CloudTrail

/// What an action acted on: the first of its parameters that names a thing.
enum Target {
  /// The parameters that name what is acted on, the most telling first (IAM, STS, Organizations, IAM Identity Center and CloudTrail
  /// API references, in CloudTrail's spelling).
  private static let parameters: [StaticString] = [
    "roleArn", "userName", "roleName", "groupName", "trailName", "instanceProfileName", "policyName",
    "policyArn",
    "name", "accountId", "permissionSetArn", "sAMLProviderArn", "openIDConnectProviderArn", "policyId",
    "bucketName", "functionName", "secretId", "keyId", "instanceId", "resourceArn", "arn",
  ]

  /// The parameter's value; nil where the request names nothing.
  static func text(of event: EventView) -> JSONText? {
    guard let request = event.record.member("requestParameters"), request.kind == .object else { return nil }
    for name in parameters {
      if let text = request.member(name)?.text, !text.raw.isEmpty { return text }
    }
    return nil
  }
}
