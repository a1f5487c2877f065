import CloudTrail
import Synchronization
import Testing

@testable import AWS

@Suite("Calls of a service")
struct ServiceClientTests {
  private let request = HTTPRequest(method: "POST", url: "https://logs.us-east-1.amazonaws.com/")
  private let clock = TestClock()

  private func client(
    _ network: ScriptedNetwork, _ credentials: ListedCredentials = ListedCredentials("AKIA1", "AKIA2")
  ) -> ServiceClient {
    ServiceClient(
      SignedService(name: "logs", region: "us-east-1"), credentials: credentials, http: network,
      limit: RateLimit(perSecond: 1000), signer: FakeSigner(), clock: clock.service)
  }

  /// What a call told beside its answer.
  private func notes(_ answers: [Result<HTTPAnswer, HTTPError>]) async -> [ServiceNote] {
    let told = Mutex<[ServiceNote]>([])
    let client = ServiceClient(
      SignedService(name: "logs", region: "us-east-1"), credentials: ListedCredentials("AKIA1"),
      http: ScriptedNetwork(answers), limit: RateLimit(perSecond: 1000), signer: FakeSigner(),
      clock: clock.service, note: { note in told.withLock { $0.append(note) } })
    _ = try? await client.answer(to: request)
    return told.withLock { $0 }
  }

  @Test("each answer that throttles is told, also where a retry helped")
  func throttled() async {
    let throttling = refusal(400, "ThrottlingException")
    #expect(await notes([throttling, throttling, AWSTests.success]) == [.throttled, .throttled])
    #expect(await notes([refusal(503, "x"), AWSTests.success]) == [])
  }

  @Test("a clock that was corrected is told with by how much")
  func clockTold() async {
    let late = refusal(
      403, "InvalidSignatureException", headers: [HTTPHeader("Date", "Sun, 01 Nov 2026 01:00:00 GMT")])
    #expect(await notes([late, AWSTests.success]) == [.clockCorrected(by: .seconds(3600))])
  }

  @Test("how far the service's clock is ahead is told with each answer that says its time")
  func ahead() async {
    let answer = Result<HTTPAnswer, HTTPError>.success(
      HTTPAnswer(status: 200, headers: [HTTPHeader("Date", "Sat, 31 Oct 2026 23:56:00 GMT")]))
    #expect(await notes([answer]) == [.answered(ahead: .seconds(-240))])
  }

  /// The error that a call ends with.
  private func failure(_ network: ScriptedNetwork) async -> AWSError? {
    do throws(AWSError) { _ = try await client(network).answer(to: request) } catch { return error }
    return nil
  }

  @Test("a success is given back, and the credentials are known to be good")
  func success() async throws {
    let credentials = ListedCredentials("AKIA1")
    let network = ScriptedNetwork([AWSTests.success])
    #expect(try await client(network, credentials).answer(to: request).status == 200)
    #expect(network.asked.map { $0.headers["Authorization"] } == ["AKIA1/us-east-1/logs"])
    #expect(credentials.told == ["AKIA1 accepted"])
  }

  @Test(
    "what passes is tried three times",
    arguments: [
      refusal(400, "ThrottlingException"), refusal(429, "x"), refusal(503, "x"),
      refusal(500, "InternalFailure"),
      .failure(.timedOut(.seconds(1))), .failure(.broken("reset")), .failure(.unreachable("refused")),
    ])
  func retried(first: Result<HTTPAnswer, HTTPError>) async throws {
    let network = ScriptedNetwork([first, first, AWSTests.success])
    #expect(try await client(network).answer(to: request).status == 200)
    #expect(clock.slept.filter { $0 >= .milliseconds(100) } == [.seconds(1), .seconds(2)])
    let hopeless = ScriptedNetwork([first, first, first, AWSTests.success])
    #expect(await failure(hopeless) != nil)
    #expect(hopeless.asked.count == 3)
  }

  @Test(
    "what does not pass is asked once",
    arguments: [
      refusal(400, "AccessDeniedException"), refusal(400, "MalformedQueryException"), refusal(404, "x"),
      .failure(.untrusted("who")), .failure(.tooLarge(1)), .failure(.cancelled), .failure(.badRequest("x")),
    ])
  func lasting(first: Result<HTTPAnswer, HTTPError>) async {
    let network = ScriptedNetwork([first, AWSTests.success])
    #expect(await failure(network) != nil)
    #expect(network.asked.count == 1)
    #expect(clock.slept.isEmpty)
  }

  @Test("the server's own wait is kept when it is longer")
  func retryAfter() async throws {
    let network = ScriptedNetwork([
      refusal(503, "x", headers: [HTTPHeader("Retry-After", "7")]), AWSTests.success,
    ])
    _ = try await client(network).answer(to: request)
    #expect(clock.slept.last == .seconds(7))
  }

  @Test("a key that is over is replaced and the request sent again, at once and once")
  func expired() async throws {
    let credentials = ListedCredentials("AKIA1", "AKIA2", "AKIA3")
    let expired = refusal(400, "ExpiredTokenException")
    let network = ScriptedNetwork([expired, AWSTests.success])
    _ = try await client(network, credentials).answer(to: request)
    #expect(network.asked.map { $0.headers["Authorization"]?.prefix(5) } == ["AKIA1", "AKIA2"])
    #expect(credentials.told == ["AKIA1 refused: ExpiredTokenException", "AKIA2 accepted"])
    #expect(clock.slept.allSatisfy { $0 < .milliseconds(100) })
    let hopeless = ScriptedNetwork([expired, expired, AWSTests.success])
    #expect(await failure(hopeless)?.description.contains("renew the credentials") == true)
    #expect(hopeless.asked.count == 2)
  }

  @Test("a wrong clock is corrected by the answer's date and the request signed again, once")
  func skew() async throws {
    let late = refusal(
      403, "InvalidSignatureException", headers: [HTTPHeader("Date", "Sun, 01 Nov 2026 01:00:00 GMT")])
    let network = ScriptedNetwork([late, AWSTests.success])
    let client = client(network)
    _ = try await client.answer(to: request)
    #expect(client.skew.correction == .seconds(3600))
    let hopeless = ScriptedNetwork([late, late, AWSTests.success])
    #expect(await failure(hopeless)?.description.contains("check this machine's clock") == true)
    #expect(hopeless.asked.count == 2)
  }

  @Test("a wrong signature by a right clock is told at once")
  func wrongKey() async {
    let network = ScriptedNetwork([
      refusal(
        403, "InvalidSignatureException", headers: [HTTPHeader("Date", "Sun, 01 Nov 2026 00:01:00 GMT")])
    ])
    #expect(await failure(network)?.description.contains("the secret key") == true)
    #expect(network.asked.count == 1)
  }

  @Test("without credentials nothing is sent")
  func noCredentials() async {
    let network = ScriptedNetwork([AWSTests.success])
    await #expect(throws: AWSError.noCredentials(.nothingFound(["the list"]))) {
      try await client(network, ListedCredentials()).answer(to: request)
    }
    #expect(network.asked.isEmpty)
  }
}
