import Detection
import Query
import Testing

@testable import Pipeline

@Suite struct PatternCoverageTests {
  private func samples(_ events: String...) -> [SampleEvent] {
    let rule = Rule(
      id: "r", title: "", description: "", level: .high, tags: [], falsePositives: [], predicate: .always,
      testEvents: Rule.TestEvents(mustMatch: events, mustNotMatch: []))
    return SampleEvent.all(of: [rule])
  }

  private func record(_ service: String, _ name: String) -> String {
    #"{"eventVersion":"1.08","eventSource":"\#(service).amazonaws.com","eventName":"\#(name)"}"#
  }

  @Test func `what passes the pattern is taken, and what does not is named with its rule`() throws {
    let asked = samples(record("iam", "CreateUser"), record("iam", "DeleteUser"))
    let pattern = #"{"source":["aws.iam"],"detail":{"eventName":["CreateUser"]}}"#
    let coverage = try PatternCoverage(of: [pattern], on: asked)
    #expect(coverage.taken == 1)
    #expect(coverage.missed == ["iam:DeleteUser (rule r)"])
  }

  @Test func `of several patterns one is enough`() throws {
    let asked = samples(record("iam", "CreateUser"), record("sts", "AssumeRole"))
    let coverage = try PatternCoverage(
      of: [#"{"source":["aws.iam"]}"#, #"{"source":["aws.sts"]}"#], on: asked)
    #expect(coverage.missed.isEmpty)
  }

  @Test func `a sign-in has to pass in both spellings`() throws {
    let asked = samples(record("signin", "ConsoleLogin"))
    #expect(asked[0].envelopes.count == 2)
    let one = #"{"detail-type":["AWS Console Signin via CloudTrail"]}"#
    #expect(try PatternCoverage(of: [one], on: asked).taken == 0)
    let both = #"{"detail-type":["AWS Console Signin via CloudTrail","AWS Console Sign In via CloudTrail"]}"#
    #expect(try PatternCoverage(of: [both], on: asked).taken == 1)
  }

  @Test func `a pattern that is none is the reason`() {
    let finding = PatternCoverage.finding(of: ["{}"], on: [], remedy: "mend it")
    #expect(finding.state == .broken)
    #expect(finding.remedy == "mend it")
  }

  @Test(arguments: [
    ("ListUsers", true), ("GetSessionToken", false), ("CreateUser", false), ("DescribeX", true),
  ])
  func `a rule that is only enabled gets no reading calls, save for two`(name: String, isReadOnly: Bool) {
    #expect(samples(record("sts", name))[0].isReadOnly == isReadOnly)
  }
}
