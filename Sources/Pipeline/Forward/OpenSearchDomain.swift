import AWS
import CloudTrail

/// The domain or the collection that documents go to.
struct OpenSearchDomain: Sendable {
  let origin: HTTPOrigin
  /// Whether it is a collection of OpenSearch Serverless.
  let isServerless: Bool
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
    isServerless = service == "aoss"
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
    do throws(AWSError) {
      let answer = try await answer(
        to: "POST", "/_bulk", request.body, type: "application/x-ndjson", until: deadline)
      guard let read = BulkAnswer(answer.body, count: request.documents.count) else {
        return .again("\(origin): an answer that does not say what became of each document")
      }
      return .answered(read)
    } catch {
      if let reason = passingReason(of: error) { return .again(reason) }
      guard case .refused(let refusal) = error, refusal.status == 413 else {
        throw FunctionError("OpenSearch", "\(origin): \(error)")
      }
      return .tooLarge(BulkAnswer.Reason(status: 413, type: refusal.code, reason: refusal.message))
    }
  }

  /// The answer to one request.
  /// - Parameter type: of the body.
  func answer(
    to method: String, _ path: String, _ body: [UInt8] = [], type: String? = nil, until deadline: Timestamp
  ) async throws(AWSError) -> HTTPAnswer {
    let left = Duration.milliseconds(max(1_000, deadline.milliseconds - now().milliseconds))
    var request = HTTPRequest(
      method: method, url: "\(origin)\(path)", headers: type.map { [HTTPHeader("Content-Type", $0)] } ?? [],
      body: body, timeLimit: min(OpenSearchDomain.longestWait, left), largestAnswer: 64 << 20)
    request.connectLimit = OpenSearchDomain.connectLimit
    return try await calls.answer(to: request)
  }

  /// Why a request failed that may do better later; nil for what only somebody can set right.
  func passingReason(of error: AWSError) -> String? {
    switch error {
    case .unanswered(_, .noConnection(let limit)): advice(after: limit)
    case .unanswered(_, let error) where error.isTransient: "\(origin): \(error)"
    case .refused(let refusal) where refusal.status == 413: nil
    case .refused(let refusal) where [.throttled, .transient].contains(refusal.kind): "\(refusal)"
    default: nil
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
