import CloudTrail

/// `forward`: log events of a subscription filter become documents of OpenSearch.
struct ForwardFunction: LambdaFunction {
  private let forwarder: Forwarder
  private let indexPrefix: String

  init(_ world: FunctionWorld) throws(FunctionError) {
    let domain = try OpenSearchDomain(world)
    indexPrefix = world.setting("IAMWATCH_INDEX_PREFIX") ?? PipelineNames.indexPrefix
    forwarder = Forwarder(
      domain: domain,
      template: TemplateInstallation(domain, indexPrefix: indexPrefix, log: world.log),
      deadLetters: try DeadLetterQueue(world), clock: world.clock, log: world.log)
  }

  func answer(to invocation: Invocation) async throws(FunctionError) -> [UInt8] {
    let payload = try SubscriptionPayload(invocation.payload)
    let documents = payload.lines.flatMap { EventDocument.documents(of: $0, prefix: indexPrefix) }
    let refused = try await forwarder.forward(documents, until: invocation.deadline)
    return Array(#"{"indexed":\#(documents.count - refused),"refused":\#(refused)}"#.utf8)
  }
}
