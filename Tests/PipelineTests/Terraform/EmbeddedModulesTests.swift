import Foundation
import Testing

@testable import Pipeline

@Suite struct EmbeddedModulesTests {
  @Test func `the copies in the program are the files of Modules/`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "Sources/Pipeline/Terraform/Modules")
    let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    let files = found.filter { $0.hasSuffix(".tf") || $0.hasSuffix(".hcl") }
    #expect(Set(files) == Set(embeddedModules.map(\.path)))
    for module in embeddedModules {
      let file = try String(contentsOf: root.appending(path: module.path), encoding: .utf8)
      let isSame = file == module.text
      #expect(isSame, "\(module.path): run Sources/Pipeline/Terraform/Modules/embed")
    }
  }

  @Test(arguments: [
    PipelineNames.identityRule, PipelineNames.sessionRule, PipelineNames.watchedRulePrefix,
    PipelineNames.testRule,
    PipelineNames.putEventsRole, PipelineNames.undeliveredQueue, PipelineNames.trail,
    PipelineNames.testSource,
  ])
  func `a member has what doctor looks for, by its name`(name: String) {
    #expect(text(of: "member/").contains("\"\(name)"))
  }

  @Test(arguments: [
    PipelineNames.bus, PipelineNames.keepRule, PipelineNames.alertRulePrefix, PipelineNames.topic,
    PipelineNames.healthTopic, PipelineNames.notifyFunction, PipelineNames.forwardFunction,
    PipelineNames.subscriptionFilter, PipelineNames.notifyFailures, PipelineNames.forwardFailures,
    PipelineNames.domain, PipelineNames.testRule,
  ])
  func `the Security account has what doctor looks for, by its name`(name: String) {
    #expect(text(of: "security/").contains("\"\(name)"))
  }

  private func text(of folder: String) -> String {
    embeddedModules.filter { $0.path.hasPrefix(folder) }.map(\.text).joined()
  }
}
