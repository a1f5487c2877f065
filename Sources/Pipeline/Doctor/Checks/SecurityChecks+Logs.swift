import CloudTrail

/// The log group and what is done with its events.
extension SecurityChecks {
  private var groupARN: String {
    PipelineNames.arn("logs", region, plan.securityAccount, "log-group:\(plan.logGroup)")
  }

  func logGroup() -> Finding {
    switch facts.logGroup {
    case .success(let group):
      .ok(group.retentionDays.map { "keeps \($0) days" } ?? "keeps for ever: set a retention")
    case .failure(.absent(let words)): .broken(words, remedy: Self.render)
    case .failure(let failure): .unknown(failure)
    }
  }

  /// A log group that is a target needs a resource policy of the account (FACTS, EventBridge).
  func logPolicy() -> Finding {
    let policies: [AccessPolicy]
    switch facts.logPolicies {
    case .failure(let failure): return .unknown(failure)
    case .success(let found): policies = found.map(AccessPolicy.init)
    }
    let remedy =
      "let a resource policy of CloudWatch Logs allow logs:CreateLogStream and logs:PutLogEvents on "
      + "\(groupARN):* to events.amazonaws.com and delivery.logs.amazonaws.com"
    let rule = PipelineNames.arn(
      "events", region, plan.securityAccount, "rule/\(PipelineNames.bus)/\(PipelineNames.keepRule)")
    for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
      let answers = ["events.amazonaws.com", "delivery.logs.amazonaws.com"].map { service in
        AccessPolicy.answer(
          AccessQuestion(
            principal: .service(service), action: action, resource: "\(groupARN):log-stream:x",
            context: ["aws:sourceaccount": plan.securityAccount, "aws:sourcearn": rule]),
          by: policies)
      }
      // One of the two writes; which one depends on when the target was made.
      if answers.contains(.allowed) { continue }
      return Finding(answers[0], to: "EventBridge may not \(action) in \(plan.logGroup)", remedy: remedy)
        ?? .ok("")
    }
    return .ok("EventBridge may write to \(plan.logGroup)")
  }

  func newestEvent() -> Finding {
    switch facts.arrivals {
    case .failure(let failure): return .unknown(failure)
    case .success(let arrivals):
      guard let newest = arrivals.newestOfAll else {
        return .unknown(
          "nothing lies in \(plan.logGroup) since 24 hours",
          remedy: "time a marked event through it: iamwatch pipeline test")
      }
      return .ok("the newest event is \(Age(from: newest, to: now)) old")
    }
  }

  func subscriptionFilter() -> Finding {
    let filters: [SubscriptionFilter]
    switch facts.filters {
    case .failure(.absent(let words)): return .unknown(words)
    case .failure(let failure): return .unknown(failure)
    case .success(let found): filters = found
    }
    let function = functionARN(PipelineNames.forwardFunction)
    guard let filter = filters.first(where: { $0.destinationARN == function }) else {
      let others = filters.map(\.destinationARN).joined(separator: ", ")
      return .broken(
        "no subscription filter of \(plan.logGroup) sends to \(PipelineNames.forwardFunction)"
          + (others.isEmpty ? "" : ", only to \(others)"),
        remedy: "aws logs put-subscription-filter --log-group-name \(plan.logGroup) --filter-name "
          + "\(PipelineNames.subscriptionFilter) --filter-pattern '' --destination-arn \(function)")
    }
    guard filter.pattern.allSatisfy(\.isWhitespace) else {
      return .broken(
        "the filter lets through only \(filter.pattern)", remedy: "give it an empty pattern, for every event")
    }
    return .ok("every event goes to \(PipelineNames.forwardFunction)")
  }

  func functionARN(_ name: String) -> String {
    PipelineNames.arn("lambda", region, plan.securityAccount, "function:\(name)")
  }

  var forwardPermission: Finding {
    permission(
      of: facts.forward, to: ["logs.amazonaws.com", "logs.\(region).amazonaws.com"], from: "\(groupARN):*")
  }

  var notifyPermission: Finding {
    permission(of: facts.notify, to: ["sns.amazonaws.com"], from: topicARN)
  }

  /// Whether a service may invoke a function.
  private func permission(of function: FunctionFacts, to services: [String], from source: String) -> Finding {
    let arn = functionARN(function.name)
    let remedy =
      "aws lambda add-permission --function-name \(function.name) --statement-id iamwatch --action "
      + "lambda:InvokeFunction --principal \(services[0]) --source-arn '\(source)'"
    let refused = "\(services[0]) may not invoke \(function.name)"
    switch function.policy {
    case .failure(.absent): return .broken("\(refused): the function has no policy", remedy: remedy)
    case .failure(let failure): return .unknown(failure)
    case .success(let text):
      let policy = AccessPolicy(text)
      let answers = services.map { service in
        policy.answer(
          AccessQuestion(
            principal: .service(service), action: "lambda:InvokeFunction", resource: arn,
            context: ["aws:sourceaccount": plan.securityAccount, "aws:sourcearn": source]))
      }
      if answers.contains(.allowed) { return .ok("\(services[0]) may invoke \(function.name)") }
      return Finding(answers[0], to: refused, remedy: remedy) ?? .ok("")
    }
  }
}
