import Detection
import Foundation
import Testing

@testable import Configuration
@testable import Pipeline

/// What is rendered, compared with files that were read before they were accepted. `IAMWATCH_REWRITE_GOLDENS=1` writes them anew; read the
/// difference before it is kept.
@Suite struct RenderedPipelineTests {
  private static let rule = """
    title: User made
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection: {eventSource: iam.amazonaws.com, eventName: CreateUser}
      elsewhere: {eventSource: lambda.amazonaws.com, eventName|startswith: CreateFunction}
      condition: selection or elsewhere
    """

  private func rendered(_ layout: RenderedPipeline.Layout) throws -> [RenderedFile] {
    var configuration = Configuration()
    configuration.pipeline.securityAccount = "999999999999"
    configuration.pipeline.homeRegion = "eu-west-1"
    configuration.pipeline.slackChannel = "#security"
    configuration.accounts = [
      .init(id: "111122223333", name: "pay${ments}\n", roleARN: "arn:aws:iam::111122223333:role/terraform"),
      .init(id: "444455556666", profile: "data-audit", regions: ["eu-west-1"]),
    ]
    let rules = try RuleFiles.load([RuleFile(path: "made.yml", text: Self.rule)])
    return RenderedPipeline(
      try PipelinePlan(configuration), patterns: CollectedPatterns(rules), layout: layout
    ).files
  }

  /// What depends on the configuration and the rules, one file after the other.
  private func text(of files: [RenderedFile]) -> String {
    let own = ["settings.tf", "providers.tf", "members.tf", ".json"]
    return files.filter { file in own.contains { file.path.hasSuffix($0) } }
      .map { "==> \($0.path) <==\n\($0.text)" }.joined(separator: "\n")
  }

  @Test func `one root for two accounts`() throws {
    try check(text(of: try rendered(.oneRoot)), "one-root.txt")
  }

  @Test func `a root an account`() throws {
    try check(text(of: try rendered(.rootPerAccount)), "root-per-account.txt")
  }

  @Test func `rendered twice it is the same`() throws {
    #expect(try rendered(.oneRoot) == rendered(.oneRoot))
  }

  @Test func `every module that a root names is there`() throws {
    for layout in [RenderedPipeline.Layout.oneRoot, .rootPerAccount] {
      let paths = Set(try rendered(layout).map(\.path))
      #expect(paths.isSuperset(of: ["modules/member/main.tf", "modules/security/bus.tf"]))
      #expect(paths.count == (try rendered(layout)).count)
    }
  }

  private func check(_ text: String, _ name: String) throws {
    let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/\(name)")
    if ProcessInfo.processInfo.environment["IAMWATCH_REWRITE_GOLDENS"] == "1" {
      try text.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: golden, encoding: .utf8)))
  }
}
