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

  private static let longest = parameters.map(\.utf8CodeUnitCount).max() ?? 0

  /// The parameter's value; nil where the request names nothing.
  static func text(of event: EventView) -> JSONText? {
    guard let request = event.record.member("requestParameters"), request.kind == .object else { return nil }
    // One walk over the members; only a request that has a key twice, of which the last counts (COUNTING 8), is asked name by name.
    var found: (rank: Int, text: JSONText)?
    var hasTwice = false
    request.forEachMember { key, value in
      guard let rank = rank(of: key) else { return true }
      if rank == found?.rank { hasTwice = true }
      guard rank < found?.rank ?? parameters.count, let text = present(value) else { return true }
      found = (rank, text)
      return true
    }
    return hasTwice ? parameters.lazy.compactMap { request.member($0).flatMap(present) }.first : found?.text
  }

  private static func present(_ value: JSONView) -> JSONText? {
    value.text.flatMap { $0.raw.isEmpty ? nil : $0 }
  }

  private static func rank(of key: JSONText) -> Int? {
    guard key.raw.count <= longest || !key.isPlain else { return nil }
    return parameters.firstIndex { key.equals($0) }
  }
}
