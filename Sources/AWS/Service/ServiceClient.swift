import CloudTrail

/// What happened to a call beside its answer.
package enum ServiceNote: Hashable, Sendable {
  /// The service said that it is asked too much.
  case throttled
  /// This machine's clock is wrong by so much, and requests are signed for the right time from now on.
  case clockCorrected(by: Duration)
  /// The service answered, and its clock is so far ahead of this machine's; to a second, and to what the answer took to come.
  case answered(ahead: Duration)
}

/// Calls one service in one region: signed, and again where that may help, as the AWS SDKs' standard mode does.
package final class ServiceClient: Sendable {
  package let service: SignedService
  /// How far this machine's clock was found to be off.
  package let skew: ClockSkew
  private let credentials: any CredentialsProvider
  private let http: any HTTPTransport
  private let signer: any RequestSigner
  private let budget = RetryBudget()
  private let limit: RateLimit
  private let clock: ServiceClock
  private let note: @Sendable (ServiceNote) -> Void

  /// The first attempt and the retries, as the standard mode has them.
  private static let attempts = 3

  package init(
    _ service: SignedService, credentials: any CredentialsProvider, http: any HTTPTransport,
    limit: RateLimit, skew: ClockSkew = ClockSkew(), signer: any RequestSigner = SigV4Signer(),
    clock: ServiceClock = .system, note: @escaping @Sendable (ServiceNote) -> Void = { _ in }
  ) {
    (self.service, self.credentials, self.http, self.signer) = (service, credentials, http, signer)
    (self.limit, self.skew, self.clock, self.note) = (limit, skew, clock, note)
  }

  /// The same service, reached another way.
  func through(_ http: any HTTPTransport) -> ServiceClient {
    ServiceClient(
      service, credentials: credentials, http: http, limit: limit, skew: skew, signer: signer, clock: clock,
      note: note)
  }

  /// The answer, whose status says success.
  ///
  /// A wrong clock and credentials that are over are put right and the request sent again, once each, at no cost.
  package func answer(to request: HTTPRequest) async throws(AWSError) -> HTTPAnswer {
    var course = Course()
    while true {
      let attempt = try await attempt(request)
      if case .success(let answer) = attempt.outcome, (200..<300).contains(answer.status) {
        budget.refund(course.paid)
        await credentials.accepted(attempt.credentials)
        if let ahead = answer.clockAhead(of: clock.now()) { note(.answered(ahead: ahead)) }
        return answer
      }
      let error = failure(attempt)
      if case .refused(let refusal) = error, refusal.kind == .throttled { note(.throttled) }
      if await isPutRight(attempt, error, &course) { continue }
      guard let price = price(of: error), course.retries + 1 < ServiceClient.attempts, budget.pay(price)
      else {
        throw error
      }
      course.retries += 1
      course.paid = price
      let backoff = Backoff(random: clock.random)
      await clock.sleep(backoff.delay(before: course.retries, after: try? attempt.outcome.get()))
      if Task.isCancelled { throw .unanswered(service, .cancelled) }
    }
  }

  /// How a call has gone so far.
  private struct Course {
    var retries = 0
    var paid: RetryBudget.Price?
    var isClockCorrected = false
    var areCredentialsRenewed = false
  }

  private struct Attempt {
    let credentials: Credentials
    let signedAt: Timestamp
    let outcome: Result<HTTPAnswer, HTTPError>
  }

  private func attempt(_ request: HTTPRequest) async throws(AWSError) -> Attempt {
    let current: Credentials
    do throws(CredentialsError) { current = try await credentials.credentials() } catch {
      throw .noCredentials(error)
    }
    let wait = limit.reserve(at: clock.now())
    if wait > .zero { await clock.sleep(wait) }
    if Task.isCancelled { throw .unanswered(service, .cancelled) }
    let time = skew.corrected(clock.now())
    let signed = signer.signed(
      request, with: current, service: service.name, region: service.region, at: time)
    do throws(HTTPError) {
      return Attempt(credentials: current, signedAt: time, outcome: .success(try await http.send(signed)))
    } catch {
      return Attempt(credentials: current, signedAt: time, outcome: .failure(error))
    }
  }

  private func failure(_ attempt: Attempt) -> AWSError {
    switch attempt.outcome {
    case .success(let answer): .refused(Refusal(answer, by: service.description))
    case .failure(let error): .unanswered(service, error)
    }
  }

  /// Whether what the service complained about is different now.
  private func isPutRight(_ attempt: Attempt, _ error: AWSError, _ course: inout Course) async -> Bool {
    guard case .refused(let refusal) = error, case .success(let answer) = attempt.outcome else {
      return false
    }
    switch refusal.kind {
    case .clock where !course.isClockCorrected:
      course.isClockCorrected = skew.learn(from: answer, at: clock.now(), signedAt: attempt.signedAt)
      if course.isClockCorrected { note(.clockCorrected(by: skew.correction)) }
      return course.isClockCorrected
    case .credentials:
      await credentials.refused(attempt.credentials, code: refusal.code)
      defer { course.areCredentialsRenewed = true }
      return !course.areCredentialsRenewed
    default: return false
    }
  }

  /// What a retry would cost; nil when it would not help.
  private func price(of error: AWSError) -> RetryBudget.Price? {
    switch error {
    case .noCredentials: nil
    case .unanswered(_, .timedOut), .unanswered(_, .noConnection): .retryAfterTimeout
    case .unanswered(_, let error): error.isTransient ? .retry : nil
    case .refused(let refusal): [.throttled, .transient].contains(refusal.kind) ? .retry : nil
    }
  }
}
