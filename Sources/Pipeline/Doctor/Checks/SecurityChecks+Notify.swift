import CloudTrail

/// From the topic to Slack, and what is beside the way.
extension SecurityChecks {
  func topic() -> Finding {
    let topic: Topic
    switch facts.topic {
    case .failure(.absent):
      return .broken("there is no topic \(PipelineNames.topic) in \(region)", remedy: Self.render)
    case .failure(let failure): return .unknown(failure)
    case .success(let found): topic = found
    }
    let rule = PipelineNames.arn(
      "events", region, plan.securityAccount, "rule/\(PipelineNames.bus)/\(PipelineNames.alertRulePrefix)1")
    let answer = AccessPolicy(topic.policy ?? "{}").answer(
      AccessQuestion(
        principal: .service("events.amazonaws.com"), action: "sns:Publish", resource: topicARN,
        context: ["aws:sourceaccount": plan.securityAccount, "aws:sourcearn": rule]))
    return Finding(
      answer, to: "EventBridge may not publish to \(PipelineNames.topic)",
      remedy: "let the topic's policy allow sns:Publish to events.amazonaws.com") ?? .ok(topicARN)
  }

  func subscription() -> Finding {
    let subscriptions: [TopicSubscription]
    switch facts.subscriptions {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): subscriptions = found
    }
    let function = functionARN(PipelineNames.notifyFunction)
    let remedy =
      "aws sns subscribe --topic-arn \(topicARN) --protocol lambda --notification-endpoint \(function)"
    guard let subscription = subscriptions.first(where: { $0.endpoint == function }) else {
      return .broken("\(PipelineNames.notifyFunction) is not subscribed to the topic", remedy: remedy)
    }
    guard !subscription.isPending else {
      return .broken("the subscription of \(PipelineNames.notifyFunction) is not confirmed", remedy: remedy)
    }
    return .ok("\(PipelineNames.notifyFunction) is subscribed")
  }

  /// How the notifier's log names a webhook or a token that Slack takes no more: reading alone shows it, nobody has to send a message.
  private static let refusal = "ExpiredWebhook: "

  func webhook() -> Finding {
    let name = plan.slackSecret
    let renew =
      "make a new webhook in Slack: aws secretsmanager put-secret-value --secret-id \(name) --secret-string …"
    switch facts.secret {
    case .failure(.absent): return .broken("there is no secret \(name) in \(region)", remedy: renew)
    case .failure(let failure): return .unknown(failure)
    case .success(let secret):
      if secret.isBeingDeleted {
        return .broken(
          "the secret \(name) is on its way to being deleted",
          remedy: "aws secretsmanager restore-secret --secret-id \(name)")
      }
      if !secret.hasValue { return .broken("the secret \(name) has no value yet", remedy: renew) }
    }
    for line in (facts.notify.complaints?.value ?? []).reversed() {
      guard let place = line.message.firstRange(of: Self.refusal) else { continue }
      let reason = line.message[place.upperBound...].prefix(200)
      return .broken(
        "Slack took nothing \(Age(from: line.time, to: now)) ago, as \(PipelineNames.notifyFunction)'s log has it: \(reason)",
        remedy: renew)
    }
    return .ok("the secret \(name) has a value, and Slack has not refused it within the last hour")
  }

  func throttles() -> Finding {
    switch facts.throttles {
    case .failure(let failure): return .unknown(failure)
    case .success(let found):
      if found.deliveryErrors > 0 {
        return .broken(
          "\(Int(found.deliveryErrors)) deliveries of the subscription filter failed within the last hour",
          remedy: "look at \(PipelineNames.forwardFunction)'s concurrency and its permission")
      }
      if found.throttledRules + found.deliveryThrottling > 0 {
        return .broken(
          "throttled within the last hour: rules \(Int(found.throttledRules)) times, the subscription filter "
            + "\(Int(found.deliveryThrottling)) times",
          remedy:
            "ask for more: EventBridge's invocations a second, Lambda's concurrent executions (Service Quotas)"
        )
      }
      return .ok("nothing was throttled within the last hour")
    }
  }

  /// The most characters of a bus's policy, and the most rules of a bus (EventBridge quotas).
  private static let longestPolicy = 10_240
  private static let mostRules = 300

  func quotas() -> Finding {
    let free: Int
    switch facts.unreservedConcurrency {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): free = found
    }
    let policy = facts.bus.value?.policy?.count ?? 0
    let rules = facts.rules.value?.count ?? 0
    let evidence =
      "bus policy \(policy) of \(Self.longestPolicy) characters, \(rules) of \(Self.mostRules) rules, "
      + "\(free) executions free"
    let isNear = policy * 20 > Self.longestPolicy * 19 || rules * 20 > Self.mostRules * 19
    guard free > 0, !isNear else {
      return .broken(
        evidence,
        remedy:
          "admit the organization instead of accounts (organization_id), or ask for more in Service Quotas")
    }
    return .ok(evidence)
  }
}
