import AWS
import CloudTrail
import Synchronization
import Testing

@testable import Pipeline

/// A domain that answers `_bulk` as each document's id says and keeps an index template, and the queue beside it.
private final class Doubles: Sendable {
  struct State {
    /// Index and id of each document that was taken, by how often.
    var indexed: [String: Int] = [:]
    var letters: [String] = []
    /// What happens to the requests to come, instead of an answer.
    var faults: [Result<HTTPAnswer, HTTPError>] = []
    /// How often a document is told to come again, by its id.
    var busy: [String: Int] = [:]
    var rejects: [String: Int] = [:]
    var queueFails = false
    var largest = Int.max
    /// The template's version; nil where there is none.
    var template: Int? = IndexTemplate.version
    /// What is asked about the template, in order: the method.
    var templateAsked: [String] = []
    /// What happens to questions about the template, instead of an answer.
    var templateFaults: [Result<HTTPAnswer, HTTPError>] = []
  }

  let state: Mutex<State>

  init(_ change: (inout State) -> Void = { _ in }) {
    var state = State()
    change(&state)
    self.state = Mutex(state)
  }

  var network: ScriptedNetwork { ScriptedNetwork { self.answer($0) } }

  private func answer(_ request: HTTPRequest) -> Result<HTTPAnswer, HTTPError> {
    state.withLock { state in
      if request.url.hasPrefix("https://sqs.") {
        if state.queueFails { return .status(403, #"{"__type":"AccessDenied","message":"no"}"#) }
        state.letters.append(request.text)
        return .status(200)
      }
      if request.url.contains("/_index_template/") { return Doubles.template(request, &state) }
      if !state.faults.isEmpty { return state.faults.removeFirst() }
      if request.body.count > state.largest { return .status(413, "too large") }
      return .status(200, items(of: request, &state))
    }
  }

  private static func template(_ request: HTTPRequest, _ state: inout State) -> Result<HTTPAnswer, HTTPError>
  {
    state.templateAsked.append(request.method)
    if !state.templateFaults.isEmpty { return state.templateFaults.removeFirst() }
    if request.method == "PUT" {
      let version = try? JSONDocument(parsing: request.body).withView { $0.number("version") }
      state.template = version.flatMap { $0 }.map { Int($0) }
      return .status(200, #"{"acknowledged":true}"#)
    }
    guard let version = state.template else { return .status(404, "{}") }
    let said = version > 0 ? #","version":\#(version)"# : ""
    return .status(
      200,
      #"{"index_templates":[{"name":"iamwatch","index_template":{"index_patterns":["cwl-*"]\#(said)}}]}"#)
  }

  private func items(of request: HTTPRequest, _ state: inout State) -> String {
    let lines = request.text.split(separator: "\n")
    let items = stride(from: 0, to: lines.count, by: 2).map { place in
      let id = String(lines[place].split(separator: "\"")[9])
      if let status = state.rejects[id] {
        return #"{"index":{"status":\#(status),"error":{"type":"mapper_parsing_exception","reason":"no"}}}"#
      }
      if let left = state.busy[id], left > 0 {
        state.busy[id] = left - 1
        return #"{"index":{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"full"}}}"#
      }
      state.indexed[String(lines[place].split(separator: "\"")[5]) + "/" + id, default: 0] += 1
      return #"{"index":{"status":201}}"#
    }
    return #"{"took":1,"errors":true,"items":[\#(items.joined(separator: ","))]}"#
  }

  var indexed: [String: Int] { state.withLock { $0.indexed } }
  var letters: [String] { state.withLock { $0.letters } }
}

private let settings = [
  "IAMWATCH_OPENSEARCH_ENDPOINT": "https://vpc-x.us-east-1.es.amazonaws.com",
  "IAMWATCH_DEAD_LETTER_QUEUE_URL":
    "https://sqs.us-east-1.amazonaws.com/999999999999/iamwatch-forward-failures",
]

@Suite("The function forward")
struct ForwardFunctionTests {
  private func run(
    _ doubles: Doubles, _ ids: [String], seconds: Int64 = 60, settings more: [String: String] = [:]
  ) async throws -> (answer: String, lines: [String]) {
    let network = doubles.network
    let world = ScriptedWorld(network)
    let function = try ForwardFunction(world.world(settings.merging(more) { $1 }))
    let lines = ids.map { line(envelope(eventID: $0)) }
    let answer = try await function.answer(to: invocation(payload(lines), seconds: seconds))
    return (String(decoding: answer, as: UTF8.self), world.lines)
  }

  @Test("indexes every record under its eventID on its day")
  func all() async throws {
    let doubles = Doubles()
    #expect(try await run(doubles, ["a", "b"]).answer == #"{"indexed":2,"refused":0}"#)
    #expect(doubles.indexed == ["cwl-2026.11.24/a": 1, "cwl-2026.11.24/b": 1])
  }

  // MARK: The index template

  @Test(
    "the index template is put before the first documents where there is none or an older one",
    arguments: [
      (nil, ["GET", "PUT"]), (0, ["GET", "PUT"]), (IndexTemplate.version - 1, ["GET", "PUT"]),
      (IndexTemplate.version, ["GET"]), (IndexTemplate.version + 1, ["GET"]),
    ] as [(Int?, [String])])
  func template(installed: Int?, asked: [String]) async throws {
    let doubles = Doubles { $0.template = installed }
    #expect(try await run(doubles, ["a"]).answer == #"{"indexed":1,"refused":0}"#)
    let state = doubles.state.withLock { $0 }
    #expect(state.templateAsked == asked)
    #expect(state.template ?? 0 >= IndexTemplate.version)
  }

  @Test("the template is asked about once in the life of the process")
  func templateOnce() async throws {
    let doubles = Doubles { $0.template = nil }
    let function = try ForwardFunction(ScriptedWorld(doubles.network).world(settings))
    for id in ["a", "b"] {
      _ = try await function.answer(to: invocation(payload([line(envelope(eventID: id))])))
    }
    #expect(doubles.state.withLock { $0.templateAsked } == ["GET", "PUT"])
    #expect(doubles.indexed.count == 2)
  }

  @Test("documents wait for the template while the domain is busy, for an index keeps what it was made with")
  func templateBusy() async throws {
    let doubles = Doubles {
      $0.template = nil
      $0.templateFaults = Array(repeating: .status(503), count: 5)
    }
    let (answer, lines) = try await run(doubles, ["a"])
    #expect(answer == #"{"indexed":1,"refused":0}"#)
    #expect(doubles.state.withLock { $0.template } == IndexTemplate.version)
    #expect(lines.first?.contains("1 of 1 documents wait: index template: ") == true)
  }

  @Test("a template that may not be put is told with what has to be allowed, once, and no document is lost")
  func templateRefused() async throws {
    let doubles = Doubles {
      $0.template = nil
      $0.templateFaults = [.status(403, #"{"message":"not authorized"}"#)]
    }
    let world = ScriptedWorld(doubles.network)
    let function = try ForwardFunction(world.world(settings))
    for id in ["a", "b"] {
      let answer = try await function.answer(to: invocation(payload([line(envelope(eventID: id))])))
      #expect(String(decoding: answer, as: UTF8.self) == #"{"indexed":1,"refused":0}"#)
    }
    #expect(world.lines.count == 1)
    #expect(world.lines.first?.contains("es:ESHttpGet and es:ESHttpPut on /_index_template/iamwatch") == true)
  }

  @Test("a collection has its template by the permissions of a collection")
  func templateOfCollection() async throws {
    let doubles = Doubles {
      $0.template = nil
      $0.templateFaults = [.status(403, #"{"message":"no"}"#)]
    }
    let endpoint = ["IAMWATCH_OPENSEARCH_ENDPOINT": "https://abc.eu-west-1.aoss.amazonaws.com"]
    let (_, lines) = try await run(doubles, ["a"], settings: endpoint)
    #expect(lines.first?.contains("aoss:CreateCollectionItems") == true)
  }

  @Test("the prefix of the index is a setting")
  func prefix() async throws {
    let doubles = Doubles()
    _ = try await run(doubles, ["a"], settings: ["IAMWATCH_INDEX_PREFIX": "audit-"])
    #expect(doubles.indexed == ["audit-2026.11.24/a": 1])
  }

  @Test("a control message is answered, and nothing is asked")
  func control() async throws {
    let network = ScriptedNetwork([])
    let function = try ForwardFunction(ScriptedWorld(network).world(settings))
    let answer = try await function.answer(to: invocation(payload([], type: "CONTROL_MESSAGE")))
    #expect(String(decoding: answer, as: UTF8.self) == #"{"indexed":0,"refused":0}"#)
    #expect(network.asked.isEmpty)
  }

  @Test("only the documents that were told to wait are sent again")
  func busy() async throws {
    let doubles = Doubles { $0.busy = ["b": 3] }
    #expect(try await run(doubles, ["a", "b"]).answer == #"{"indexed":2,"refused":0}"#)
    #expect(doubles.indexed == ["cwl-2026.11.24/a": 1, "cwl-2026.11.24/b": 1])
  }

  @Test(
    "requests that fail as a whole are sent again",
    arguments: [
      Result.status(503), .status(429), .failure(.broken("reset")), .failure(.timedOut(.seconds(20))),
      .status(200, "half an ans"), .status(200, #"{"items":[]}"#),
    ] as [Result<HTTPAnswer, HTTPError>])
  func faults(fault: Result<HTTPAnswer, HTTPError>) async throws {
    let doubles = Doubles { $0.faults = Array(repeating: fault, count: 5) }
    #expect(try await run(doubles, ["a"]).answer == #"{"indexed":1,"refused":0}"#)
  }

  @Test("a document that the domain never takes goes to the queue with the reason and the record")
  func rejected() async throws {
    let doubles = Doubles { $0.rejects = ["b": 400] }
    #expect(try await run(doubles, ["a", "b"]).answer == #"{"indexed":1,"refused":1}"#)
    let letter = try #require(doubles.letters.first)
    let message = try JSONDocument(parsing: Array(letter.utf8)).withView {
      $0.member("MessageBody")?.text?.string
    }
    let kept = try JSONDocument(parsing: Array(try #require(message).utf8)).withView { view in
      ["type", "reason", "id", "index", "message"].map { view.member($0.utf8)?.text?.string }
    }
    #expect(kept == ["mapper_parsing_exception", "no", "b", "cwl-2026.11.24", envelope(eventID: "b")])
  }

  @Test("where the queue takes nothing the invocation fails, so that Lambda delivers it again")
  func queueFails() async throws {
    let doubles = Doubles {
      $0.rejects = ["b": 400]
      $0.queueFails = true
    }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a", "b"]) }
    #expect(error?.type == "DeadLetterQueue")
  }

  @Test("nothing goes to the queue while others wait: Lambda delivers them together again")
  func queueLast() async throws {
    let doubles = Doubles {
      $0.rejects = ["a": 400]
      $0.busy = ["b": .max]
    }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a", "b"], seconds: 10) }
    #expect(error?.type == "NotIndexed")
    #expect(doubles.letters.isEmpty)
  }

  @Test("it gives up before its time is over, and says why")
  func deadline() async throws {
    let doubles = Doubles { $0.busy = ["a": .max] }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a", "c"], seconds: 20) }
    #expect(
      error?.message
        == "1 of 2 documents: status 429, es_rejected_execution_exception: full")
  }

  @Test("an index that is blocked is nothing that a document can help: it waits")
  func blocked() async throws {
    let doubles = Doubles { $0.rejects = ["a": 403] }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a"], seconds: 10) }
    #expect(error?.type == "NotIndexed")
    #expect(doubles.letters.isEmpty)
  }

  @Test("a request that is too large is halved until a document alone is, and that one goes to the queue")
  func tooLarge() async throws {
    let doubles = Doubles { $0.largest = 3_000 }
    let network = doubles.network
    let function = try ForwardFunction(ScriptedWorld(network).world(settings))
    let long = envelope(eventID: "long", more: #","errorMessage":"\#(String(repeating: "x", count: 4_000))""#)
    let lines = [
      line(envelope(eventID: "a")), line(long), line(envelope(eventID: "b")), line(envelope(eventID: "c")),
    ]
    let answer = try await function.answer(to: invocation(payload(lines)))
    #expect(String(decoding: answer, as: UTF8.self) == #"{"indexed":3,"refused":1}"#)
    #expect(Set(doubles.indexed.keys) == ["cwl-2026.11.24/a", "cwl-2026.11.24/b", "cwl-2026.11.24/c"])
    #expect(doubles.letters.count == 1)
  }

  @Test("a connection that never stands is told with the rule of the security group that is missing")
  func noConnection() async throws {
    let doubles = Doubles { $0.faults = Array(repeating: .failure(.noConnection(.seconds(3))), count: 100) }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a"], seconds: 15) }
    let message = try #require(error?.message)
    #expect(message.contains("no connection within 3 s"))
    #expect(
      message.contains("the domain's security group take TCP 443 in from the function's security group"))
  }

  @Test("a domain that forbids is told at once")
  func forbidden() async throws {
    let doubles = Doubles { $0.faults = [.status(403, #"{"message":"not authorized"}"#)] }
    let error = await #expect(throws: FunctionError.self) { try await run(doubles, ["a"]) }
    #expect(error?.type == "OpenSearch")
    #expect(error?.message.contains("policy has to allow it") == true)
  }

  @Test(
    "a collection is signed for as such, and a domain of any name as the setting says",
    arguments: [
      ("https://abc.eu-west-1.aoss.amazonaws.com", "", "/eu-west-1/aoss/"),
      ("https://vpc-x.us-west-2.es.amazonaws.com", "", "/us-west-2/es/"),
      ("https://search.example.com", "", "/us-east-1/es/"),
      ("https://search.example.com", "aoss", "/us-east-1/aoss/"),
    ])
  func signed(endpoint: String, service: String, scope: String) async throws {
    let network = Doubles().network
    let world = ScriptedWorld(network).world(
      settings.merging(["IAMWATCH_OPENSEARCH_ENDPOINT": endpoint, "IAMWATCH_OPENSEARCH_SERVICE": service]) {
        $1
      })
    _ = try await ForwardFunction(world).answer(to: invocation(payload([line(envelope())])))
    #expect(network.asked.first?.headers["Authorization"]?.contains(scope) == true)
  }

  @Test("without a domain or a queue it does not begin", arguments: Array(settings.keys))
  func missing(name: String) {
    var less = settings
    less[name] = nil
    let error = #expect(throws: FunctionError.self) {
      try ForwardFunction(ScriptedWorld(ScriptedNetwork([])).world(less))
    }
    #expect(error?.message.hasPrefix("\(name) is not set") == true)
  }
}
