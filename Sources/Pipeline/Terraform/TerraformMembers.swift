import Text

/// The calls of the module `member`, one for each account and region.
enum TerraformMembers {
  /// What the calls take from elsewhere.
  struct Links {
    /// The folder of modules, from the root.
    let modules: String
    /// The Security account's bus: an output of its module where that is in the same root.
    let busARN: String
    /// Whom alarms of the home region tell.
    let healthTopicARN: String
    let homeRegion: String
  }

  static func modules(of account: MemberAccount, _ links: Links) -> String {
    account.regions.map { module(account, $0, links) }.joined(separator: "\n")
  }

  private static func module(_ account: MemberAccount, _ region: String, _ links: Links) -> String {
    let name = TerraformProviders.alias(account, region)
    let isGlobal = region == PipelineNames.globalRegion
    var arguments = [
      ("bus_arn", links.busARN), ("is_global_region", "\(isGlobal)"),
      ("identity_pattern", "local.identity_pattern"), ("session_pattern", "local.session_pattern"),
      ("watched_patterns", "local.watched_patterns"), ("read_only_events", "local.read_only_events"),
      ("enable_trail", "var.enable_trail"), ("enable_logging", "var.enable_logging"),
      ("enable_test_rule", "var.enable_test_rule"),
    ]
    if !isGlobal {
      let first = TerraformProviders.alias(account, PipelineNames.globalRegion)
      arguments.append(("put_events_role_arn", "module.\(first).put_events_role_arn"))
    }
    if region == links.homeRegion { arguments.append(("alarm_topic_arn", links.healthTopicARN)) }
    var text = TerraformText()
    text.comment(account.title(in: region))
    text.block("module \"\(name)\"") { text in
      text.attributes([
        ("source", TerraformText.string("\(links.modules)/member")), ("providers", "{ aws = aws.\(name) }"),
      ])
      text.blank()
      text.attributes(arguments)
    }
    return text.text
  }
}

extension MemberAccount {
  /// The account in a comment: its name is whatever somebody called it.
  func title(in region: String) -> String {
    let called = name.map { "\(sanitised($0)) (\(id))" } ?? id
    return "\(called) in \(region)"
  }
}
