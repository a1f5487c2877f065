import AWS
import CloudTrail
import Synchronization
import Testing
import Text

@testable import Pipeline

/// Secrets Manager, Parameter Store and Slack.
private final class Doubles: Sendable {
  struct State {
    /// What the store has; each reading takes the first but the last, which stays.
    var secrets = [#"{"SecretString":"https://hooks.slack.example/one"}"#]
    /// What Slack answers to each message to come; then it takes all.
    var answers: [Result<HTTPAnswer, HTTPError>] = []
    var asked: [HTTPRequest] = []
    var told: [HTTPRequest] = []
  }

  let state: Mutex<State>

  init(_ change: (inout State) -> Void = { _ in }) {
    var state = State()
    change(&state)
    self.state = Mutex(state)
  }

  var network: ScriptedNetwork {
    ScriptedNetwork { request in
      self.state.withLock { state in
        if request.headers["X-Amz-Target"] != nil {
          state.asked.append(request)
          return .status(200, state.secrets.count > 1 ? state.secrets.removeFirst() : state.secrets[0])
        }
        state.told.append(request)
        return state.answers.isEmpty ? .status(200, "ok") : state.answers.removeFirst()
      }
    }
  }

  var told: [HTTPRequest] { state.withLock { $0.told } }
  var asked: [HTTPRequest] { state.withLock { $0.asked } }
}

@Suite("The function notify")
struct NotifyFunctionTests {
  private let gone = Result<HTTPAnswer, HTTPError>.status(404, "no_service")

  private func function(
    _ doubles: Doubles, settings: [String: String] = [:]
  ) throws -> (NotifyFunction, ScriptedWorld) {
    let world = ScriptedWorld(doubles.network)
    let all = ["IAMWATCH_SLACK_SECRET": "iamwatch/slack-webhook", "LAMBDA_TASK_ROOT": "/nowhere"]
    return (try NotifyFunction(world.world(all.merging(settings) { $1 })), world)
  }

  private func event(_ messages: String...) -> [UInt8] {
    let records = messages.map {
      #"{"EventSource":"aws:sns","Sns":{"MessageId":"m","Message":\#(jsonString($0))}}"#
    }
    return Array(#"{"Records":[\#(records.joined(separator: ","))]}"#.utf8)
  }

  /// What the built-in rules are sure to make an alert of: a trail is stopped.
  private func stopped(_ id: String = "e-1") -> String {
    envelope(eventID: id, name: "StopLogging").split(
      separator: "iam.amazonaws.com", omittingEmptySubsequences: false
    )
    .joined(separator: "cloudtrail.amazonaws.com")
  }

  private func answer(
    _ function: NotifyFunction, _ event: [UInt8], seconds: Int64 = 60
  ) async throws(FunctionError) -> String {
    String(decoding: try await function.answer(to: invocation(event, seconds: seconds)), as: UTF8.self)
  }

  @Test("tells Slack of an event that a rule matches, by the webhook in the secret")
  func tells() async throws {
    let doubles = Doubles()
    let (function, _) = try function(
      doubles, settings: ["IAMWATCH_ACCOUNT_NAMES": #"{"111122223333":"payments"}"#])
    #expect(try await answer(function, event(stopped())) == #"{"alerts":1}"#)
    #expect(doubles.told.map(\.url) == ["https://hooks.slack.example/one"])
    #expect(doubles.told.first?.text.contains("payments (111122223333)") == true)
    #expect(doubles.asked.map { $0.headers["X-Amz-Target"] } == ["secretsmanager.GetSecretValue"])
    #expect(doubles.asked.map(\.text) == [#"{"SecretId":"iamwatch/slack-webhook"}"#])
  }

  @Test("says nothing of an event that no rule matches")
  func quiet() async throws {
    let doubles = Doubles()
    let (function, _) = try function(doubles)
    #expect(try await answer(function, event(envelope(name: "GetUser"))) == #"{"alerts":0}"#)
    #expect(doubles.told.isEmpty)
    #expect(doubles.asked.isEmpty)
  }

  @Test("tells an event once, in one invocation and in the next, and reads the secret once")
  func once() async throws {
    let doubles = Doubles()
    let (function, _) = try function(doubles)
    _ = try await answer(function, event(stopped(), stopped()))
    _ = try await answer(function, event(stopped()))
    _ = try await answer(function, event(stopped("e-2")))
    #expect(doubles.told.count == 2)
    #expect(doubles.asked.count == 1)
  }

  @Test("a webhook that is gone is read anew: it may have been replaced")
  func replaced() async throws {
    let doubles = Doubles {
      $0.secrets = ["one", "two"].map { #"{"SecretString":"https://hooks.slack.example/\#($0)"}"# }
      $0.answers = [.status(200, "ok"), gone]
    }
    let (function, _) = try function(doubles)
    _ = try await answer(function, event(stopped("e-1")))
    _ = try await answer(function, event(stopped("e-2")))
    #expect(doubles.told.map { $0.url.suffix(3) } == ["one", "one", "two"])
  }

  @Test("a webhook that is gone for good fails the invocation, and says what to do")
  func expired() async throws {
    let doubles = Doubles { $0.answers = [gone, gone] }
    let (function, world) = try function(doubles)
    let error = await #expect(throws: FunctionError.self) { try await answer(function, event(stopped())) }
    #expect(
      error == FunctionError("ExpiredWebhook", "no_service: check the webhook; put a new one into the secret")
    )
    #expect(!(world.lines.joined() + "\(error as Any)").contains("hooks.slack"))
  }

  @Test("Slack is asked again while there is time")
  func again() async throws {
    let doubles = Doubles {
      $0.answers = [
        .status(500, "oh"), .status(429, "", [HTTPHeader("Retry-After", "30")]), .failure(.broken("reset")),
      ]
    }
    let (function, _) = try function(doubles)
    #expect(try await answer(function, event(stopped())) == #"{"alerts":1}"#)
    #expect(doubles.told.count == 4)
  }

  @Test("it fails before its time is over, and the others of the event are told")
  func deadline() async throws {
    let doubles = Doubles { $0.answers = [.status(429, "", [HTTPHeader("Retry-After", "300")])] }
    let (function, _) = try function(doubles)
    let error = await #expect(throws: FunctionError.self) {
      try await answer(function, event(stopped("e-1"), stopped("e-2")), seconds: 30)
    }
    #expect(error?.type == "Slack")
    #expect(doubles.told.count == 2)
  }

  @Test("a message without a record fails, for nobody would hear of it", arguments: ["hello", "{}", ""])
  func noRecord(message: String) async throws {
    let (function, _) = try function(Doubles())
    let error = await #expect(throws: FunctionError.self) { try await answer(function, event(message)) }
    #expect(error?.type == "Payload")
  }

  @Test("what is below the floor is no alert")
  func floor() async throws {
    let doubles = Doubles()
    let (function, _) = try function(doubles, settings: ["IAMWATCH_SEVERITY": "critical"])
    #expect(try await answer(function, event(envelope(name: "GetUser"))) == #"{"alerts":0}"#)
    #expect(throws: FunctionError.self) {
      try self.function(doubles, settings: ["IAMWATCH_SEVERITY": "loud"])
    }
  }

  @Test("correlations are left to watch, and the log says so")
  func correlations() throws {
    let (_, world) = try function(Doubles())
    #expect(
      world.lines.contains { $0.hasSuffix("correlations are left to iamwatch watch, which sees every event") }
    )
  }
}

@Suite("Slack's secret")
struct SlackSecretTests {
  @Test(
    "is read where its name says",
    arguments: [
      ("name", "https://secretsmanager.us-east-1.amazonaws.com/", #"{"SecretId":"name"}"#),
      (
        "arn:aws:secretsmanager:eu-west-1:1:secret:x", "https://secretsmanager.eu-west-1.amazonaws.com/",
        #"{"SecretId":"arn:aws:secretsmanager:eu-west-1:1:secret:x"}"#
      ),
      ("ssm:/a/b", "https://ssm.us-east-1.amazonaws.com/", #"{"Name":"/a/b","WithDecryption":true}"#),
      (
        "arn:aws:ssm:eu-west-1:1:parameter/a", "https://ssm.eu-west-1.amazonaws.com/",
        #"{"Name":"arn:aws:ssm:eu-west-1:1:parameter/a","WithDecryption":true}"#
      ),
    ])
  func places(name: String, url: String, body: String) async throws {
    let network = ScriptedNetwork { _ in .status(200, #"{"SecretString":"s","Parameter":{"Value":"s"}}"#) }
    let secret = try SlackSecret(ScriptedWorld(network).world(["IAMWATCH_SLACK_SECRET": name]))
    #expect(try await secret.read().exposed == "s")
    #expect(network.asked.map(\.url) == [url])
    #expect(network.asked.map(\.text) == [body])
  }

  @Test(
    "holds a webhook or a token, plain or in an object",
    arguments: [
      ("https://h/x", SlackAddress.webhook(Secret("https://h/x"))),
      (" https://h/x \n", .webhook(Secret("https://h/x"))),
      (#"{"webhook":"https://h/x"}"#, .webhook(Secret("https://h/x"))),
      ("xoxb-1", .bot(token: Secret("xoxb-1"), channel: "#set")),
      (##"{"token":"xoxb-1","channel":"#own"}"##, .bot(token: Secret("xoxb-1"), channel: "#own")),
    ])
  func forms(text: String, address: SlackAddress) throws {
    #expect(try SlackAddress(Secret(text), channel: "#set") == address)
  }

  @Test(
    "that is neither is refused without being quoted",
    arguments: ["hunter2", "", "{}", "http://h/hunter2", "xoxb-hunter2"])
  func refused(text: String) {
    let error = #expect(throws: FunctionError.self) { try SlackAddress(Secret(text), channel: nil) }
    #expect(error?.message.contains("hunter2") == false)
  }
}
