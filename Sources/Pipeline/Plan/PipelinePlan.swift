import Configuration

/// What the pipeline is to be, read from the configuration once: `render` writes it, `doctor` looks for it, the functions run in it.
package struct PipelinePlan: Hashable, Sendable {
  /// Where events are collected: 12 digits.
  package var securityAccount: String
  /// The region of the Security account's bus, log group, functions and domain.
  package var homeRegion: String
  /// `o-…`: lets the bus admit the whole organization instead of a list of accounts.
  package var organizationID: String?
  /// In which events are kept; begins `/aws/events/` (FACTS, EventBridge: a log group that is a target must).
  package var logGroup: String
  /// Whether rules also take the read-only events (List, Get, Describe).
  package var takesReadOnlyEvents: Bool
  /// The domain that is there already; nil for one of the pipeline's own.
  package var openSearchEndpoint: String?
  /// The secret that holds Slack's webhook.
  package var slackSecret: String
  package var slackChannel: String?
  /// In the order of the configuration; the Security account among them when it is listed there.
  package var members: [MemberAccount]

  /// - Throws: All that is missing or cannot be, in the order of the configuration's keys.
  package init(_ configuration: Configuration) throws(PipelinePlanError) {
    let pipeline = configuration.pipeline
    var wrong: [String] = []
    if pipeline.securityAccount == nil {
      wrong.append("pipeline.security_account is missing: the 12 digits of the account that collects events")
    }
    let logGroup = pipeline.logGroup ?? PipelineNames.logGroup
    if !logGroup.hasPrefix(PipelineNames.logGroupPrefix) {
      wrong.append(
        "pipeline.log_group is \(logGroup): EventBridge delivers only to groups that begin "
          + PipelineNames.logGroupPrefix)
    }
    if configuration.accounts.isEmpty {
      wrong.append("accounts is empty: list each account to watch, with its profile or role_arn and regions")
    }
    guard wrong.isEmpty, let securityAccount = pipeline.securityAccount else {
      throw PipelinePlanError(reasons: wrong)
    }
    self.securityAccount = securityAccount
    homeRegion = pipeline.homeRegion ?? PipelineNames.globalRegion
    organizationID = pipeline.organizationID
    self.logGroup = logGroup
    takesReadOnlyEvents = pipeline.readOnlyEvents ?? false
    openSearchEndpoint = pipeline.openSearchEndpoint
    slackSecret = pipeline.slackSecret ?? PipelineNames.slackSecret
    slackChannel = pipeline.slackChannel
    members = configuration.accounts.map(MemberAccount.init)
  }
}

extension PipelinePlan {
  /// How the Security account is got into: as it is listed among the others, else with the credentials at hand.
  package var securityAccess: MemberAccount.Access {
    members.first { $0.id == securityAccount }?.access ?? .own
  }
}

/// What keeps a pipeline from being planned: each reason names the key of the configuration and what to write.
package struct PipelinePlanError: Error, Hashable, Sendable {
  package let reasons: [String]

  package init(reasons: [String]) { self.reasons = reasons }
}
