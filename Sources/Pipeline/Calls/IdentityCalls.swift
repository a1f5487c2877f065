import AWS
import CloudTrail

/// Who signs, and how far this machine's clock is from AWS's.
package struct CallerIdentity: Hashable, Sendable {
  package var account: String
  package var arn: String
  /// Positive when this machine's clock is slow; nil where the answer has no date. To the second, as the header is.
  package var clockSlowSeconds: Int?
}

extension AccountCalls {
  /// - Parameter now: this machine's time when the answer has come.
  func callerIdentity(
    in region: String, now: @Sendable () -> Timestamp
  ) async throws(CallFailure) -> CallerIdentity {
    let form = CalledService.all["sts"]?.form
    let answer = try await answer(ReadAction.getCallerIdentity, in: region) { url in
      form?.request(ReadAction.getCallerIdentity, [], at: url)
    }
    guard let root = XMLElement(parsing: answer.body), let account = root.first("Account")?.text,
      let arn = root.first("Arn")?.text
    else { throw .failed("sts:GetCallerIdentity: the answer names nobody") }
    return CallerIdentity(
      account: account, arn: arn,
      clockSlowSeconds: answer.date.map { Int(($0.milliseconds - now().milliseconds) / 1000) })
  }

  /// `o-…` of the organization that the account is in.
  func organizationID() async throws(CallFailure) -> String {
    let answer = try await json(.describeOrganization, in: "us-east-1", "{}")
    guard let id = answer.withView({ $0.member("Organization")?.string("Id") }) else {
      throw .failed("organizations:DescribeOrganization: the answer has no Id")
    }
    return id
  }
}
