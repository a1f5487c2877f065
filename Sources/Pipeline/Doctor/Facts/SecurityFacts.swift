import CloudTrail

/// What is known of the Security account, all in the pipeline's home region.
struct SecurityFacts: Sendable {
  var identity: Answered<CallerIdentity>
  var bus: Answered<EventBus>
  var keep: RuleFacts
  /// Every rule of the bus, with its targets.
  var rules: Answered<[EventRule]>
  var logGroup: Answered<LogGroup>
  var logPolicies: Answered<[String]>
  var filters: Answered<[SubscriptionFilter]>
  var arrivals: Answered<Arrivals>
  var forward: FunctionFacts
  var notify: FunctionFacts
  var network: Answered<NetworkFacts>
  var index: Answered<IndexFacts>
  var topic: Answered<Topic>
  var subscriptions: Answered<[TopicSubscription]>
  var secret: Answered<StoredSecret>
  /// How many messages wait, by the queue's name, in the order of the way.
  var deadLetters: [(queue: String, depth: Answered<Int>)]
  var throttles: Answered<ThrottleFacts>
  var unreservedConcurrency: Answered<Int>
}

/// What lies in the log group.
struct Arrivals: Hashable, Sendable {
  /// The newest event of each account within the last 24 hours.
  var newest: [String: Timestamp] = [:]
  /// The newest event that the forwarder has had time for.
  var newestSettled: Timestamp?

  var newestOfAll: Timestamp? { newest.values.max() }
}

/// What is known of a function.
struct FunctionFacts: Sendable {
  var name: String
  var function: Answered<FunctionConfiguration>
  /// JSON.
  var policy: Answered<String>
  var load: Answered<FunctionLoad>
  /// The newest lines of its log that tell of a failure, asked only where something failed.
  var complaints: Answered<[LoggedEvent]>?
}

/// How a function fared within the last hour.
struct FunctionLoad: Hashable, Sendable {
  var invocations: Double
  var errors: Double
  var throttles: Double
  var longestMilliseconds: Double

  /// A retry makes a lone failure good: this share of the invocations failing is more than that.
  var isFailing: Bool { errors > 0 && errors >= max(invocations, 1) * 0.05 }
}

/// The way from the forwarder's subnets to the domain's.
struct NetworkFacts: Hashable, Sendable {
  var function: FunctionConfiguration
  /// Whether documents go to a collection of OpenSearch Serverless, which is in no VPC of the account.
  var isCollection = false
  var domain: DomainStatus?
  var functionSubnets: [Subnet] = []
  var domainSubnets: [Subnet] = []
  var functionGroups: [SecurityGroup] = []
  var domainGroups: [SecurityGroup] = []
  /// By VPC.
  var tables: [String: [RouteTable]] = [:]
  /// By the peering's id.
  var peerings: [String: String] = [:]
}

/// What the domain says of the pipeline's indices.
struct IndexFacts: Hashable, Sendable {
  /// By the field's path: the types that it has, one unless indices disagree.
  var fields: [String: Set<String>]
  var newestDocument: Timestamp?
  /// The index with the newest document.
  var newestIndex: String?
  var fieldsOfNewest: Int
  var fieldLimit: Int
}

/// What was held back within the last hour.
struct ThrottleFacts: Hashable, Sendable {
  var throttledRules: Double
  var deliveryErrors: Double
  var deliveryThrottling: Double
}
