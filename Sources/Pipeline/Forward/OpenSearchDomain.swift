import AWS
import CloudTrail

/// The domain or the collection that documents go to.
struct OpenSearchDomain: Sendable {
  private let origin: HTTPOrigin
  private let calls: ServiceClient
  private let now: @Sendable () -> Timestamp

  /// What became of a request as a whole.
  enum Outcome: Sendable {
    case answered(BulkAnswer)
    /// Too many bytes for the domain.
    case tooLarge(BulkAnswer.Reason)
    /// Nobody knows, or the domain is busy: to be sent again.
    case again(String)
  }

  init(_ world: FunctionWorld) throws(FunctionError) {
    let name = "IAMWATCH_OPENSEARCH_ENDPOINT"
    let text = try world.required(name, "https:// and the host of the domain or the collection")
    do throws(HTTPError) { origin = try HTTPOrigin(text) } catch {
      throw FunctionError("Settings", "\(name): \(error)")
    }
    let known = SignedService(openSearchHost: origin.host)
    let service = world.setting("IAMWATCH_OPENSEARCH_SERVICE") ?? known?.name ?? "es"
    guard ["es", "aoss"].contains(service) else {
      throw FunctionError("Settings", "IAMWATCH_OPENSEARCH_SERVICE is es for a domain, aoss for a collection")
    }
    calls = world.calls(of: service, in: try OpenSearchDomain.region(known, world))
    now = world.clock.now
  }

  private static func region(_ known: SignedService?, _ world: FunctionWorld) throws(FunctionError) -> String
  {
    if let known { return known.region }
    return try world.region()
  }

  /// In a VPC a connection stands in milliseconds, or never.
  private static let connectLimit = Duration.seconds(3)
  private static let longestWait = Duration.seconds(20)

  /// - Throws: ``FunctionError`` for what only somebody can set right.
  func index(_ request: BulkRequest, until deadline: Timestamp) async throws(FunctionError) -> Outcome {
    let left = Duration.milliseconds(max(1_000, deadline.milliseconds - now().milliseconds))
    var http = HTTPRequest(
      method: "POST", url: "\(origin)/_bulk", headers: [HTTPHeader("Content-Type", "application/x-ndjson")],
      body: request.body, timeLimit: min(OpenSearchDomain.longestWait, left), largestAnswer: 64 << 20)
    http.connectLimit = OpenSearchDomain.connectLimit
    do throws(AWSError) {
      let answer = try await calls.answer(to: http)
      guard let read = BulkAnswer(answer.body, count: request.documents.count) else {
        return .again("\(origin): an answer that does not say what became of each document")
      }
      return .answered(read)
    } catch {
      return try outcome(of: error)
    }
  }

  private func outcome(of error: AWSError) throws(FunctionError) -> Outcome {
    switch error {
    case .unanswered(_, .noConnection(let limit)): return .again(advice(after: limit))
    case .unanswered(_, let error) where error.isTransient: return .again("\(origin): \(error)")
    case .refused(let refusal) where refusal.status == 413:
      return .tooLarge(
        BulkAnswer.Reason(status: 413, type: refusal.code, reason: refusal.message))
    case .refused(let refusal) where [.throttled, .transient].contains(refusal.kind):
      return .again("\(refusal)")
    default: throw FunctionError("OpenSearch", "\(origin): \(error)")
    }
  }

  /// A security group drops what no rule lets through, and says nothing.
  private func advice(after limit: Duration) -> String {
    """
    \(origin): no connection within \(limit.components.seconds) s. Let the domain's security group take TCP \(origin.port) in from \
    the function's security group, and the function's let TCP \(origin.port) out to the domain's; in another VPC the peering \
    connection or the endpoint needs its routes too
    """
  }
}
