import AWS
import CloudTrail
import Digest
import State
import Synchronization
import Testing

@testable import Notify

/// Servers that give one answer, and keep what was asked.
private final class OneAnswer: HTTPTransport {
  private let result: Result<HTTPAnswer, HTTPError>
  let requests = Mutex<[HTTPRequest]>([])

  init(_ result: Result<HTTPAnswer, HTTPError>) { self.result = result }

  convenience init(_ status: Int, _ body: String = "", headers: [HTTPHeader] = []) {
    self.init(.success(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8))))
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    requests.withLock { $0.append(request) }
    return try result.get()
  }

  var asked: HTTPRequest? { requests.withLock { $0.last } }
}

private let delivery = DeliveryRecord(
  place: 1, alert: "f00d", rule: "r", group: "", principal: "p", time: 0, body: Array(#"{"text":"x"}"#.utf8),
  refusals: 0)

@Suite("Slack by a token")
struct SlackChannelTests {
  private func outcome(_ http: OneAnswer, thread: String? = nil) async -> DeliveryOutcome {
    await SlackChannel(channel: "C\"1", token: Secret("t0ken"), http: http).deliver(delivery, in: thread)
  }

  @Test("posts to the channel with the token, and names the alert to programs")
  func request() async throws {
    let http = OneAnswer(200, #"{"ok":true,"ts":"1.2"}"#)
    #expect(await outcome(http) == .delivered(thread: "1.2"))
    let asked = try #require(http.asked)
    #expect(asked.url == "https://slack.com/api/chat.postMessage")
    #expect(asked.headers["Authorization"] == "Bearer t0ken")
    let metadata = #"{"event_type":"iamwatch_alert","event_payload":{"alert_id":"f00d"}}"#
    #expect(
      String(decoding: asked.body, as: UTF8.self)
        == #"{"channel":"C\"1","metadata":\#(metadata),"text":"x"}"#)
  }

  @Test("goes into a thread")
  func thread() async throws {
    let http = OneAnswer(200, #"{"ok":true,"ts":"1.3"}"#)
    _ = await outcome(http, thread: "1.2")
    let asked = try #require(http.asked)
    #expect(String(decoding: asked.body, as: UTF8.self).contains(#""thread_ts":"1.2""#))
  }

  @Test(
    "an error is of the message, of the thread, over in a moment, or somebody's to correct",
    arguments: [
      ("invalid_blocks", DeliveryOutcome.refused("invalid_blocks")), ("thread_not_found", .threadGone),
      ("ratelimited", .later("ratelimited")),
      ("invalid_auth", .secretRefused("invalid_auth: check the token and the channel")),
    ])
  func errors(code: String, expected: DeliveryOutcome) async {
    #expect(await outcome(OneAnswer(200, "{\"ok\":false,\"error\":\"\(code)\"}")) == expected)
  }

  @Test("half an answer is no answer")
  func half() async {
    #expect(await outcome(OneAnswer(200, #"{"ok":tr"#)) == .later("an answer that is no JSON"))
  }

  @Test(
    "Retry-After is followed, for an hour at most",
    arguments: [("30", 30), ("1e9", 3600), ("-5", 0), ("Wed, 21 Oct 2026 07:28:00 GMT", 0), ("nan", 0)])
  func retryAfter(asked: String, seconds: Int) async {
    let http = OneAnswer(429, headers: [HTTPHeader("Retry-After", asked)])
    #expect(
      await outcome(http) == .later("it takes no more for now (429)", quiet: .seconds(seconds)))
  }
}

@Suite("Slack by a webhook")
struct SlackWebhookTests {
  private func outcome(_ http: OneAnswer) async -> DeliveryOutcome {
    await SlackWebhook(url: Secret("https://hooks.example/s3cret"), http: http).deliver(delivery, in: nil)
  }

  @Test("takes the message as it is")
  func request() async {
    let http = OneAnswer(200, "ok")
    #expect(await outcome(http) == .delivered(thread: nil))
    #expect(http.asked?.body == delivery.body)
    #expect(http.asked?.url == "https://hooks.example/s3cret")
  }

  @Test(
    "what is wrong with the message is refused, what is wrong with the hook or passes is tried again",
    arguments: [
      (400, "invalid_blocks", DeliveryOutcome.refused("status 400: invalid_blocks")),
      (404, "no_service", .secretRefused("no_service: check the webhook")),
      (500, "oh", .later("status 500: oh")),
      (302, "", .later("status 302: it has moved; correct the address")),
    ])
  func errors(status: Int, word: String, expected: DeliveryOutcome) async {
    #expect(await outcome(OneAnswer(status, word)) == expected)
  }

  @Test("a lost answer is no success")
  func lost() async {
    #expect(await outcome(OneAnswer(.failure(.broken("reset")))) == .later("reset"))
  }
}

@Suite("A signed webhook")
struct SignedWebhookTests {
  @Test("has a signature that whoever has the key can make too")
  func signature() async {
    let http = OneAnswer(204)
    let webhook = SignedWebhook(
      url: Secret("https://hooks.example/x"), key: Secret("key"), http: http,
      now: { Timestamp(milliseconds: 1_700_000_000_999) })
    #expect(await webhook.deliver(delivery, in: nil) == .delivered(thread: nil))
    let headers = http.asked?.headers ?? []
    #expect(headers["X-Iamwatch-Request-Timestamp"] == "1700000000")
    // printf 'v0:1700000000:{"text":"x"}' | openssl dgst -sha256 -hmac key
    #expect(
      headers["X-Iamwatch-Signature"] == "v0=2eb2796eb9b118376773823801182c47e15b331d9f4f2680f085f60d8fbfb032"
    )
    #expect(headers["Idempotency-Key"] == "f00d")
  }

  @Test("without a key there is no signature")
  func plain() async {
    let http = OneAnswer(200)
    let webhook = SignedWebhook(
      url: Secret("https://hooks.example/x"), key: nil, http: http, now: { Timestamp(milliseconds: 0) })
    _ = await webhook.deliver(delivery, in: nil)
    #expect(http.asked?.headers["X-Iamwatch-Signature"] == nil)
  }
}

@Suite("A program that is run for each alert", .serialized)
struct AlertCommandTests {
  private func outcome(_ words: [String], limit: Duration = .seconds(30)) async -> DeliveryOutcome {
    await AlertCommand(words, environment: ["PATH": "/usr/bin:/bin"], limit: limit).deliver(delivery, in: nil)
  }

  @Test("reads the alert to its end from its standard input")
  func input() async {
    #expect(await outcome(["sh", "-c", #"[ "$(cat)" = '{"text":"x"}' ]"#]) == .delivered(thread: nil))
  }

  @Test("that prints much is not held up")
  func output() async {
    #expect(await outcome(["sh", "-c", "head -c 300000 /dev/zero"]) == .delivered(thread: nil))
  }

  @Test("that fails has not dealt with it")
  func failure() async {
    #expect(await outcome(["sh", "-c", "exit 3"]) == .refused("\"sh\" ended with status 3"))
    #expect(await outcome(["sh", "-c", "kill -9 $$"]) == .refused("\"sh\" was ended by signal 9"))
  }

  @Test("that hangs is stopped")
  func hanging() async {
    let start = ContinuousClock.now
    #expect(
      await outcome(["sleep", "60"], limit: .seconds(1))
        == .refused("\"sleep\" did not end within 1 s and was stopped"))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test("that is not there is waited for")
  func missing() async {
    guard case .later(let reason, _) = await outcome(["/nosuch/program"]) else {
      Issue.record("it was not tried again")
      return
    }
    #expect(reason.hasPrefix("\"/nosuch/program\" cannot be started"))
  }
}
