/// What the pipeline's parts are called: written by `render`, looked for by `doctor`.
package enum PipelineNames {
  /// Where IAM's and the console's global events are recorded (FACTS, CloudTrail records).
  package static let globalRegion = "us-east-1"

  // In a member account.
  package static let trail = "iamwatch"
  /// The rule of IAM on the default bus of us-east-1.
  package static let identityRule = "iamwatch-identity"
  /// The rule of STS and sign-in on the default bus of every region.
  package static let sessionRule = "iamwatch-sessions"
  /// The rules of what detection rules ask of other services, on the default bus of every region: this and a number from 1.
  package static let watchedRulePrefix = "iamwatch-watched-"
  /// What EventBridge assumes to put events on the Security account's bus.
  package static let putEventsRole = "iamwatch-put-events"
  /// Where events go that the Security account's bus did not take.
  package static let undeliveredQueue = "iamwatch-undelivered"

  // In the Security account.
  package static let bus = "iamwatch"
  package static let archive = "iamwatch"
  /// The custom bus's rule that keeps every event in the log group.
  package static let keepRule = "iamwatch-keep"
  /// The custom bus's rules that tell the topic: this and a number from 1, as a pattern holds 4,096 characters.
  package static let alertRulePrefix = "iamwatch-alert-"
  package static let topic = "iamwatch-alerts"
  /// Where alarms about the pipeline itself are told.
  package static let healthTopic = "iamwatch-health"
  package static let notifyFunction = "iamwatch-notify"
  package static let forwardFunction = "iamwatch-forward"
  package static let subscriptionFilter = "iamwatch-forward"
  package static let notifyFailures = "iamwatch-notify-failures"
  package static let forwardFailures = "iamwatch-forward-failures"
  package static let domain = "iamwatch"
  package static let indexTemplate = "iamwatch"
  /// Followed by the UTC day: `cwl-2026.11.24`, as AWS's own forwarder has it.
  package static let indexPrefix = "cwl-"

  package static let logGroupPrefix = "/aws/events/"
  package static let logGroup = "/aws/events/iam-audit"
  package static let slackSecret = "iamwatch/slack-webhook"

  /// The source of the one event that iamwatch itself puts, asked for by `pipeline test` (AWS refuses `aws.*`).
  package static let testSource = "iamwatch.test"
  /// The rule that carries it, on a member's default bus and on the Security account's: only while asked for.
  package static let testRule = "iamwatch-test"
}
