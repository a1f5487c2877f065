/// What the configuration says, as the locals of a root.
struct TerraformSettings {
  let plan: PipelinePlan
  let patterns: CollectedPatterns
  /// The folder with the patterns' folder, from the root: a path that ends in a slash, or empty.
  let up: String

  private static let origin = [
    "Written by iamwatch pipeline render from its configuration and its rules: change those, and render again."
  ]

  /// What the Security account's module takes.
  func security(isWhole: Bool) -> String {
    var text = TerraformText()
    for line in TerraformSettings.origin { text.comment(line) }
    text.block("locals") { text in
      text.attributes(
        [
          ("home_region", TerraformText.string(plan.homeRegion)),
          ("organization_id", TerraformText.string(plan.organizationID)),
          ("log_group_name", TerraformText.string(plan.logGroup)),
          ("domain_endpoint", TerraformText.string(plan.openSearchEndpoint)),
          ("slack_secret", TerraformText.string(plan.slackSecret)),
          ("slack_channel", TerraformText.string(plan.slackChannel)),
          ("read_only_events", "\(plan.takesReadOnlyEvents)"),
        ])
      text.blank()
      text.list("member_accounts", plan.members.map(\.id))
      text.blank()
      text.map(
        "account_names",
        plan.members.compactMap { member in member.name.map { (member.id, TerraformText.string($0)) } })
      text.blank()
      text.comment("What detection rules match: these events are told.")
      text.map("alert_patterns", numbered("alert", patterns.alerts))
      if isWhole { memberPatterns(&text) }
    }
    text.blank()
    createDomain(&text)
    return text.text
  }

  /// What an account's module takes in a root without the Security account's.
  func member(busARN: String, healthTopicARN: String) -> String {
    var text = TerraformText()
    for line in TerraformSettings.origin { text.comment(line) }
    text.block("locals") { text in
      text.comment(
        "Of the Security account's root, which is applied first: EventBridge asks the bus's policy when a target is made."
      )
      text.attributes([
        ("bus_arn", TerraformText.string(busARN)), ("health_topic_arn", TerraformText.string(healthTopicARN)),
        ("read_only_events", "\(plan.takesReadOnlyEvents)"),
      ])
      memberPatterns(&text)
    }
    return text.text
  }

  private func memberPatterns(_ text: inout TerraformText) {
    text.blank()
    text.comment("What the rules on the default buses take.")
    text.attributes([("identity_pattern", file("identity")), ("session_pattern", file("sessions"))])
    text.blank()
    text.map("watched_patterns", numbered("watched", patterns.watched))
  }

  private func numbered(_ name: String, _ patterns: [String]) -> [(key: String, value: String)] {
    (1...max(patterns.count, 1)).prefix(patterns.count).map { ("\($0)", file("\(name)-\($0)")) }
  }

  private func file(_ name: String) -> String { "file(\"${path.module}/\(up)patterns/\(name).json\")" }

  private func createDomain(_ text: inout TerraformText) {
    text.block("variable \"create_domain\"") { text in
      text.attributes([
        ("description", "\"Whether an OpenSearch domain is made.\""), ("type", "bool"),
        ("default", "\(plan.openSearchEndpoint == nil)"),
      ])
    }
  }
}
