import CloudTrail

/// `forward`: log events of a subscription filter become documents of OpenSearch.
struct ForwardFunction: LambdaFunction {
  private let forwarder: Forwarder
  private let indexPrefix: String

  init(_ world: FunctionWorld) throws(FunctionError) {
    forwarder = Forwarder(
      domain: try OpenSearchDomain(world), deadLetters: try DeadLetterQueue(world), clock: world.clock,
      log: world.log)
    indexPrefix = world.setting("IAMWATCH_INDEX_PREFIX") ?? PipelineNames.indexPrefix
  }

  func answer(to invocation: Invocation) async throws(FunctionError) -> [UInt8] {
    let payload = try SubscriptionPayload(invocation.payload)
    let documents = payload.lines.flatMap { EventDocument.documents(of: $0, prefix: indexPrefix) }
    let refused = try await forwarder.forward(documents, until: invocation.deadline)
    return Array(#"{"indexed":\#(documents.count - refused),"refused":\#(refused)}"#.utf8)
  }
}
