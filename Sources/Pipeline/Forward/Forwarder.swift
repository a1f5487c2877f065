import AWS
import CloudTrail

/// Brings documents into the domain, each again until it is there, and those that the domain will never take into a queue.
struct Forwarder: Sendable {
  let domain: OpenSearchDomain
  let template: TemplateInstallation
  let deadLetters: DeadLetterQueue
  let clock: ServiceClock
  let log: @Sendable (String) -> Void

  /// In milliseconds: what is kept back of the function's time for telling why it failed.
  private static let reserve: Int64 = 1_500

  /// How documents stand after a round of requests.
  fileprivate struct Standing {
    var waiting: [EventDocument] = []
    var rejected: [DeadLetter] = []
    /// Why the first of those that wait do.
    var reason: String?
  }

  /// - Returns: how many went to the queue.
  /// - Throws: ``FunctionError`` where not all found a place: the same documents may be sent again, and overwrite themselves. The queue
  ///   gets none before all the others are indexed, so that one that is delivered again is seldom there twice.
  func forward(_ documents: [EventDocument], until deadline: Timestamp) async throws(FunctionError) -> Int {
    var requests = BulkRequest.requests(of: documents)
    var rejected: [DeadLetter] = []
    var told: String?
    let backoff = Backoff(random: clock.random)
    for round in 1... {
      let standing = try await send(requests, until: deadline)
      rejected += standing.rejected
      guard let reason = standing.reason else { break }
      if reason != told { log("\(standing.waiting.count) of \(documents.count) documents wait: \(reason)") }
      told = reason
      let pause = backoff.delay(before: round)
      guard isTimeLeft(for: pause, until: deadline) else {
        throw FunctionError(
          "NotIndexed", "\(standing.waiting.count) of \(documents.count) documents: \(reason)")
      }
      await clock.sleep(pause)
      requests = BulkRequest.requests(of: standing.waiting)
    }
    for letter in rejected {
      log("document \(letter.document.id) is refused and goes to the queue: \(letter.reason)")
      try await deadLetters.keep(letter)
    }
    return rejected.count
  }

  private func isTimeLeft(for pause: Duration, until deadline: Timestamp) -> Bool {
    let end = clock.now().milliseconds + pause.components.seconds * 1_000 + Forwarder.reserve
    return end < deadline.milliseconds
  }

  private func send(
    _ requests: [BulkRequest], until deadline: Timestamp
  ) async throws(FunctionError) -> Standing {
    var standing = Standing()
    if !requests.isEmpty, let reason = await template.reasonToWait(until: deadline) {
      return Standing(waiting: requests.flatMap(\.documents), reason: reason)
    }
    var left = requests.reversed() as [BulkRequest]
    while let request = left.popLast() {
      switch try await domain.index(request, until: deadline) {
      case .answered(let answer): standing.take(request, answer)
      case .tooLarge(let reason):
        if let halves = request.halves {
          left += halves.reversed()
        } else {
          standing.rejected += request.documents.map { DeadLetter(document: $0, reason: reason) }
        }
      case .again(let reason):
        // The others would fare no better now.
        standing.waiting += request.documents + left.reversed().flatMap(\.documents)
        standing.reason = standing.reason ?? reason
        return standing
      }
    }
    return standing
  }
}

extension Forwarder.Standing {
  fileprivate mutating func take(_ request: BulkRequest, _ answer: BulkAnswer) {
    for (document, fate) in zip(request.documents, answer.fates) {
      switch fate {
      case .indexed: break
      case .waiting(let why):
        waiting.append(document)
        reason = reason ?? "\(why)"
      case .rejected(let why): rejected.append(DeadLetter(document: document, reason: why))
      }
    }
  }
}
