/// What can break, in the order in which an event travels.
package enum HopKind: String, CaseIterable, Sendable {
  // Before any question can be asked.
  case credentials, clock
  // From CloudTrail to the Security account's bus.
  case trail, rule
  case ruleState = "rule state"
  case pattern, target, role
  case busPolicy = "bus policy"
  case deliveries
  // What the bus does with it.
  case bus
  case secondHop = "second hop"
  // Kept.
  case logGroup = "log group"
  case logPolicy = "log policy"
  case arrivals
  // Indexed.
  case subscriptionFilter = "subscription filter"
  case permission
  case route, function, index, documents
  // Told.
  case topic, subscription, webhook
  // Beside the way.
  case deadLetters = "dead letters"
  case throttles, quotas

  /// What has to be allowed to judge it.
  package var actions: [ReadAction] {
    switch self {
    case .credentials, .clock: [.getCallerIdentity]
    case .trail: [.describeTrails, .getTrailStatus, .getEventSelectors]
    case .rule: [.describeRule, .listEventBuses]
    case .ruleState: [.describeRule]
    case .pattern: [.describeRule, .listRules]
    case .target: [.listTargetsByRule]
    case .role:
      [
        .getRole, .listRolePolicies, .getRolePolicy, .listAttachedRolePolicies, .getPolicy, .getPolicyVersion,
      ]
    case .busPolicy: [.describeEventBus, .describeOrganization]
    case .deliveries: [.getMetricData]
    case .bus: [.describeEventBus]
    case .secondHop: [.listRules, .listTargetsByRule]
    case .logGroup: [.describeLogGroups]
    case .logPolicy: [.describeResourcePolicies]
    case .arrivals: [.filterLogEvents, .lookupEvents]
    case .subscriptionFilter: [.describeSubscriptionFilters]
    case .permission: [.getFunctionPolicy]
    case .route:
      [
        .getFunctionConfiguration, .describeDomain, .describeSubnets, .describeRouteTables,
        .describeSecurityGroups, .describeVpcPeeringConnections,
      ]
    case .function: [.getFunctionConfiguration, .getMetricData, .filterLogEvents]
    // One of the two, by what is at the endpoint.
    case .index: [.domainGet, .collectionGet]
    case .documents: [.domainGet, .collectionGet, .filterLogEvents]
    case .topic: [.getTopicAttributes]
    case .subscription: [.listSubscriptionsByTopic]
    case .webhook: [.describeSecret, .describeParameters, .filterLogEvents]
    case .deadLetters: [.getQueueUrl, .getQueueAttributes]
    case .throttles: [.getMetricData]
    case .quotas: [.getAccountSettings, .listRules, .describeEventBus]
    }
  }
}
