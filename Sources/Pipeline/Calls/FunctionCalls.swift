import AWS
import CloudTrail

/// A Lambda function's settings.
package struct FunctionConfiguration: Hashable, Sendable {
  package var name: String
  package var arn: String
  /// `Active`, `Inactive`, `Pending`, `Failed`.
  package var state: String
  package var lastUpdate: String?
  package var timeoutSeconds: Int
  package var subnets: [String] = []
  package var securityGroups: [String] = []
  package var vpc: String?
  /// Of the forwarder's variables the one that says where it puts documents.
  package var openSearchEndpoint: String?
}

extension AccountCalls {
  func function(_ name: String, in region: String) async throws(CallFailure) -> FunctionConfiguration {
    let path = "/2015-03-31/functions/\(percentEncoded(name.utf8))/configuration"
    return try await rest(.getFunctionConfiguration, in: region, path).withView { view in
      let network = view.member("VpcConfig")
      let variables = view.member("Environment")?.member("Variables")
      return FunctionConfiguration(
        name: name, arn: view.string("FunctionArn") ?? "", state: view.string("State") ?? "Active",
        lastUpdate: view.string("LastUpdateStatus"), timeoutSeconds: Int(view.number("Timeout") ?? 3),
        subnets: network?.strings("SubnetIds") ?? [],
        securityGroups: network?.strings("SecurityGroupIds") ?? [],
        vpc: network?.string("VpcId"), openSearchEndpoint: variables?.string("IAMWATCH_OPENSEARCH_ENDPOINT"))
    }
  }

  /// The function's policy, JSON.
  func functionPolicy(_ name: String, in region: String) async throws(CallFailure) -> String {
    let path = "/2015-03-31/functions/\(percentEncoded(name.utf8))/policy"
    let answer = try await rest(.getFunctionPolicy, in: region, path)
    guard let policy = answer.withView({ $0.string("Policy") }) else {
      throw .absent("the function has no policy")
    }
    return policy
  }

  /// How many executions at a time nobody has reserved.
  func unreservedConcurrency(in region: String) async throws(CallFailure) -> Int {
    let answer = try await rest(.getAccountSettings, in: region, "/2016-08-19/account-settings/")
    let limit = answer.withView { $0.member("AccountLimit")?.number("UnreservedConcurrentExecutions") }
    guard let limit else { throw .failed("lambda:GetAccountSettings: the answer has no limit") }
    return Int(limit)
  }
}
