import CloudTrail

/// What is known of a member account.
struct MemberFacts: Sendable {
  var account: MemberAccount
  var identity: Answered<CallerIdentity>
  /// The role with which EventBridge puts events on the Security account's bus.
  var role: Answered<Role>
  /// Asked only where the plan names an organization.
  var organizationID: Answered<String>?
  var regions: [RegionFacts]
  /// What the account's own event history has, asked only where nothing of the account has arrived.
  var recordedCalls: Answered<[RecordedCall]>?
}

/// What is known of a member account's region.
struct RegionFacts: Sendable {
  var region: String
  var trails: Answered<[Trail]>
  var rules: [RuleFacts]
  /// The rules of what detection rules ask of other services.
  var watched: Answered<[EventRule]>
  /// How many deliveries of each rule failed within the last hour.
  var failedDeliveries: Answered<[String: Double]>
  /// How many messages wait in the queue of what was not delivered.
  var undelivered: Answered<Int>
}

/// What is known of a rule that ought to be on a bus.
struct RuleFacts: Sendable {
  var name: String
  var rule: Answered<EventRule>
  var targets: Answered<[EventTarget]>
  /// Where a rule of that name is instead, in words.
  var elsewhere: [String]
}
