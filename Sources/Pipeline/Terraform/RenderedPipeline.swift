import AWS
import Detection

/// The pipeline as Terraform: modules, one root or several, and event patterns.
package struct RenderedPipeline: Hashable, Sendable {
  /// How many roots there are.
  package enum Layout: Sendable {
    /// One for everything: a plan shows all, each account's provider is a process.
    case oneRoot
    /// One for the Security account and one for each other: for many accounts.
    case rootPerAccount
  }

  /// In the order of their paths.
  package let files: [RenderedFile]

  /// - Parameter dashboards: what else is rendered beside the Terraform.
  package init(
    _ plan: PipelinePlan, patterns: CollectedPatterns, layout: Layout, dashboards: [RenderedFile] = []
  ) {
    var files = patterns.files + RenderedPipeline.modules + dashboards
    switch layout {
    case .oneRoot: files += RenderedPipeline.wholeRoot(plan, patterns)
    case .rootPerAccount:
      files += RenderedPipeline.securityRoot(plan, patterns)
      for account in plan.members { files += RenderedPipeline.memberRoot(account, plan, patterns) }
    }
    self.files = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  // MARK: Modules

  private static var modules: [RenderedFile] {
    embeddedModules.filter { ["member", "security"].contains($0.path.prefix { $0 != "/" }) }
      .map { RenderedFile("modules/\($0.path)", $0.text) }
  }

  /// The files of a root that are the same in each.
  /// - Parameters:
  ///   - folder: the root's own folder; a path that ends in a slash, or empty.
  ///   - up: from there back to the folder that is rendered into.
  private static func fixed(_ names: [String], in folder: String, up: String) -> [RenderedFile] {
    embeddedModules.compactMap { path, text in
      guard path.hasPrefix("root/"), names.contains(String(path.dropFirst(5))) else { return nil }
      let own = text.replacing("\"./modules/", with: up.isEmpty ? "\"./modules/" : "\"\(up)modules/")
      return RenderedFile(folder + path.dropFirst(5), own)
    }
  }

  private static let securityFiles = ["security-variables.tf", "security.tf", "outputs.tf"]
  private static let everyRoot = ["versions.tf", "variables.tf"]

  // MARK: Roots

  private static func wholeRoot(_ plan: PipelinePlan, _ patterns: CollectedPatterns) -> [RenderedFile] {
    let settings = TerraformSettings(plan: plan, patterns: patterns, up: "")
    let links = TerraformMembers.Links(
      modules: "./modules", busARN: "module.security.bus_arn",
      healthTopicARN: "module.security.health_topic_arn", homeRegion: plan.homeRegion)
    let providers = [TerraformProviders.security(plan)] + plan.members.map(TerraformProviders.member)
    let members = plan.members.map { TerraformMembers.modules(of: $0, links) }
    return fixed(everyRoot + securityFiles, in: "", up: "")
      + TerraformTests.files(in: "", accounts: plan.members) + [
        RenderedFile("settings.tf", settings.security(isWhole: true)),
        RenderedFile("providers.tf", providers.joined(separator: "\n")),
        RenderedFile("members.tf", members.joined(separator: "\n")),
      ]
  }

  private static func securityRoot(_ plan: PipelinePlan, _ patterns: CollectedPatterns) -> [RenderedFile] {
    let settings = TerraformSettings(plan: plan, patterns: patterns, up: "../")
    return fixed(everyRoot + securityFiles, in: "security/", up: "../")
      + TerraformTests.files(in: "security/", accounts: []) + [
        RenderedFile("security/settings.tf", settings.security(isWhole: false)),
        RenderedFile("security/providers.tf", TerraformProviders.security(plan)),
      ]
  }

  private static func memberRoot(
    _ account: MemberAccount, _ plan: PipelinePlan, _ patterns: CollectedPatterns
  ) -> [RenderedFile] {
    let (folder, up) = ("accounts/\(account.id)/", "../../")
    let settings = TerraformSettings(plan: plan, patterns: patterns, up: up)
    let partition = Partition(region: plan.homeRegion).rawValue
    let place = "\(plan.homeRegion):\(plan.securityAccount)"
    let links = TerraformMembers.Links(
      modules: "\(up)modules", busARN: "local.bus_arn", healthTopicARN: "local.health_topic_arn",
      homeRegion: plan.homeRegion)
    return fixed(everyRoot, in: folder, up: up) + [
      RenderedFile(
        folder + "settings.tf",
        settings.member(
          busARN: "arn:\(partition):events:\(place):event-bus/\(PipelineNames.bus)",
          healthTopicARN: "arn:\(partition):sns:\(place):\(PipelineNames.healthTopic)")),
      RenderedFile(folder + "providers.tf", TerraformProviders.member(account)),
      RenderedFile(folder + "members.tf", TerraformMembers.modules(of: account, links)),
    ]
  }
}
