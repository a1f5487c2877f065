import Testing

@testable import Configuration
@testable import Pipeline

@Suite struct PipelinePlanTests {
  private func configuration(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
    var configuration = Configuration()
    configuration.pipeline.securityAccount = "999999999999"
    configuration.accounts = [.init(id: "111122223333", regions: ["eu-west-1"])]
    change(&configuration)
    return configuration
  }

  @Test func `what nobody set has the names that doctor looks for`() throws {
    let plan = try PipelinePlan(configuration())
    #expect(plan.homeRegion == "us-east-1")
    #expect(plan.logGroup == "/aws/events/iam-audit")
    #expect(plan.slackSecret == "iamwatch/slack-webhook")
  }

  @Test func `the region of IAM is always among a member's, first and once`() throws {
    let regions = ["eu-west-1", "us-east-1", "ap-northeast-2"]
    let plan = try PipelinePlan(configuration { $0.accounts[0].regions = regions })
    #expect(plan.members[0].regions == ["us-east-1", "eu-west-1", "ap-northeast-2"])
  }

  @Test func `a profile goes before a role`() throws {
    let plan = try PipelinePlan(
      configuration {
        $0.accounts[0].profile = "payments-audit"
        $0.accounts[0].roleARN = "arn:aws:iam::111122223333:role/audit"
      })
    #expect(plan.members[0].access == .profile("payments-audit"))
  }

  @Test func `an account with neither is reached with the credentials at hand`() throws {
    #expect(try PipelinePlan(configuration()).members[0].access == .own)
  }

  @Test func `everything that is missing is told at once`() {
    let error = #expect(throws: PipelinePlanError.self) { try PipelinePlan(Configuration()) }
    #expect(error?.reasons.count == 2)
  }

  @Test func `a log group that EventBridge cannot deliver to is refused`() {
    let error = #expect(throws: PipelinePlanError.self) {
      try PipelinePlan(configuration { $0.pipeline.logGroup = "/iam/audit" })
    }
    #expect(error?.reasons.first?.contains("/aws/events/") == true)
  }
}
