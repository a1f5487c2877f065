import CloudTrail
import Foundation
import Testing

@testable import Configuration
@testable import Pipeline

@Suite struct PipelinePolicyTests {
  private func plan(endpoint: String? = nil) throws -> PipelinePlan {
    var configuration = Configuration()
    configuration.pipeline.securityAccount = "999999999999"
    configuration.pipeline.homeRegion = "eu-west-1"
    configuration.pipeline.openSearchEndpoint = endpoint
    configuration.accounts = [.init(id: "111122223333", roleARN: "arn:aws:iam::111122223333:role/audit")]
    return try PipelinePlan(configuration)
  }

  private static let collection = "https://abcdefghij.eu-west-1.aoss.amazonaws.com"

  private func statements(_ policy: PipelinePolicy, endpoint: String? = nil) throws -> [AccessStatement] {
    policy.statements(PipelineARNs(try plan(endpoint: endpoint)))
  }

  @Test func `the policies are as they were read before they were accepted`() throws {
    let text = PipelinePolicy.all(try plan())
    let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/policies.json")
    if ProcessInfo.processInfo.environment["IAMWATCH_REWRITE_GOLDENS"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
  }

  @Test(arguments: PipelinePolicy.allCases)
  func `each fits into a managed policy, which holds 6,144 characters`(policy: PipelinePolicy) throws {
    let text = policy.document(try plan())
    #expect(text.filter { !$0.isWhitespace }.utf8.count <= 6144)
    _ = try JSONDocument(parsing: Array(text.utf8))
  }

  @Test(arguments: PipelinePolicy.allCases)
  func `none allows a change, but for the end of a search and the role of a member`(policy: PipelinePolicy)
    throws
  {
    let reading = ["Get", "List", "Describe", "Lookup", "Filter", "StartQuery", "StopQuery", "StartLiveTail"]
    let others = try statements(policy).flatMap(\.actions).filter { action in
      let name = action.split(separator: ":")[1]
      return !reading.contains { name.hasPrefix($0) } && !name.hasPrefix("ESHttpGet")
    }
    #expect(Set(others).isSubset(of: ["es:ESHttpPost", "es:ESHttpDelete", "sts:AssumeRole"]))
  }

  @Test func `doctor may do all that it asks of AWS, and no more`() throws {
    let allowed = try Set((statements(.doctor) + statements(.doctorMember)).flatMap(\.actions))
    let asked = Set(ReadAction.allCases.map(\.rawValue))
    // Anybody may ask who he is.
    #expect(asked.subtracting(allowed) == ["sts:GetCallerIdentity", "aoss:APIAccessAll"])
    #expect(allowed.subtracting(asked) == ["sts:AssumeRole"])
  }

  @Test(arguments: [PipelinePolicy.tui, .watch, .doctor])
  func `a collection is reached by its one action, and no domain is`(policy: PipelinePolicy) throws {
    let statements = try statements(policy, endpoint: Self.collection)
    #expect(!statements.flatMap(\.actions).contains { $0.hasPrefix("es:") || $0.hasPrefix("ec2:") })
    let reaching = statements.filter { $0.actions == ["aoss:APIAccessAll"] }
    #expect(reaching.map(\.resources) == [["arn:aws:aoss:eu-west-1:999999999999:collection/abcdefghij"]])
  }

  /// OpenSearch Service, "Domain endpoints"; a name of one's own says nothing.
  @Test(arguments: [
    (nil, "iamwatch"),
    ("https://search-my-logs-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com", "my-logs"),
    ("https://vpc-audit-abcdefghijklmnopqrstuvwxyz.eu-west-1.es.amazonaws.com/", "audit"),
    ("https://search.example.com", "*"),
  ])
  func `the domain's name is read from its address`(endpoint: String?, name: String) throws {
    #expect(try plan(endpoint: endpoint).domainName == name)
  }
}
