import AWS
import CloudTrail
import Testing

@testable import Feeds

@Suite struct LiveTailSessionTests {
  private let started = liveTailEvent("initial-response") + liveTailEvent("sessionStart")

  @Test func `updates come whole wherever the network cuts them`() async throws {
    let bytes =
      started + liveTailUpdate([1, 2]) + liveTailUpdate([3]) + liveTailException("SessionTimeoutException")
    for cut in bytes.indices {
      let session = try await opened([Array(bytes[..<cut]), Array(bytes[cut...])].filter { !$0.isEmpty })
      #expect(try await updates(of: session) == [[1000, 2000], [3000]])
    }
  }

  @Test func `an event is known again when FilterLogEvents gives it`() async throws {
    let session = try await opened([liveTailUpdate([5])])
    let live = try #require(try await session.next()?.documents.first)
    let service = LogsService { _, _ in
      #"{"events":[\#(logEvent(5).replacing(#"\""#, with: #"\u0022"#))]}"#
    }
    let source = LogEventsSource(iamGroup, calls: service.calls, identity: .content)
    let stored = try #require(try await pages(of: source).first?.documents.first)
    #expect(live.id == stored.id)
  }

  @Test func `another stream, time or message makes another event`() async throws {
    let events = [("s", 5, "m"), ("t", 5, "m"), ("s", 6, "m"), ("s", 5, "n"), ("s", 5, "m")].map {
      #"{"logStreamName":"\#($0)","timestamp":\#($1),"message":"\#($2)"}"#
    }
    let session = try await opened([
      liveTailEvent("sessionUpdate", #"{"sessionResults":[\#(events.joined(separator: ","))]}"#)
    ])
    let ids = try #require(try await session.next()).documents.map(\.id)
    #expect(ids.count == 5)
    #expect(Set(ids).count == 4)
  }

  @Test func `what a page holds can be read as log events`() async throws {
    let session = try await opened([liveTailUpdate([4])])
    let page = try #require(try await session.next())
    #expect(String(decoding: page.text.bytes, as: UTF8.self).contains(#"\"eventID\":\"4\""#))
  }

  @Test func `a sampled update is not the whole of its second`() async throws {
    let session = try await opened([liveTailUpdate([1], sampled: true), liveTailUpdate([2])])
    #expect(
      try await session.next()?.shortfall
        == "AWS sampled Live Tail, which shows 500 events a second; the others follow by FilterLogEvents")
    #expect(await !session.isSound)
    #expect(try await session.next()?.shortfall == nil)
    #expect(await session.isSound)
  }

  @Test func `after three hours a session is over, and another one opens`() async throws {
    let service = LiveTailService([
      .success(ScriptedStream([liveTailException("SessionTimeoutException")])),
      .success(ScriptedStream([liveTailUpdate([1])])),
    ])
    let session = LiveTailSession([iamGroup], logs: noLogs, calls: service.calls())
    try await session.open()
    #expect(try await session.next() == nil)
    try await session.open()
    #expect(try await session.next()?.documents.count == 1)
  }

  @Test func `an exception is told, without what a terminal would obey`() async throws {
    let session = try await opened([liveTailException("SessionStreamingException", #"oops\u001b[2J"#)])
    let failure = await #expect(throws: SourceFailure.self) { try await session.next() }
    #expect(failure?.kind == .transient)
    #expect(failure?.description.hasPrefix("Live Tail: SessionStreamingException: oops") == true)
    #expect(failure?.description.contains("\u{1B}") == false)
  }

  @Test func `an error that is not modelled is told by its code`() async throws {
    let session = try await opened([
      eventStreamMessage([
        (":message-type", "error"), (":error-code", "InternalError"), (":error-message", "sorry"),
      ])
    ])
    await #expect(throws: SourceFailure(.transient, "Live Tail: InternalError: sorry")) {
      try await session.next()
    }
  }

  @Test(
    arguments: [
      ([], nil, "the stream ended"),
      ([Array(liveTailUpdate([1]).dropLast())], nil, "the stream ended within a message"),
      (
        [[0, 0, 0, 16, 0, 0, 0, 0, 1, 2, 3, 4]], nil,
        "a message of the event stream does not have the checksum that it names"
      ),
      ([], .broken("reset"), "reset"), ([], .timedOut(.seconds(30)), "no answer within 30 s"),
      ([liveTailEvent("sessionUpdate", "{")], nil, "an update of Live Tail is no JSON"),
    ] as [([[UInt8]], HTTPError?, String)])
  func `a stream that breaks is told, and closed`(pieces: [[UInt8]], end: HTTPError?, reason: String)
    async throws
  {
    let session = try await opened(pieces, end: end)
    let failure = await #expect(throws: SourceFailure.self) { try await session.next() }
    #expect(failure?.description.hasSuffix(reason) == true)
    #expect(failure?.kind == .transient)
    #expect(try await session.next() == nil)
  }

  @Test func `a session that is open is not opened again`() async throws {
    let service = LiveTailService([liveTailUpdate([1])])
    let session = LiveTailSession([iamGroup], logs: noLogs, calls: service.calls())
    try await session.open()
    try await session.open()
    #expect(service.asked == [#"{"logGroupIdentifiers":["\#(iamGroup)"]}"#])
  }

  @Test func `a name is looked up once, and its longer namesakes passed over`() async throws {
    let logs = LogsService { operation, body in
      #expect(operation == "DescribeLogGroups")
      #expect(body == #"{"logGroupNamePrefix":"iam","limit":1}"#)
      return #"{"logGroups":[{"logGroupName":"iam","arn":"\#(iamGroup):*"}]}"#
    }
    let service = LiveTailService([
      .success(ScriptedStream([])), .success(ScriptedStream([])),
    ])
    let session = LiveTailSession(["iam"], logs: logs.calls, calls: service.calls())
    for _ in 0..<2 {
      try await session.open()
      _ = try? await session.next()
    }
    #expect(service.asked == [String](repeating: #"{"logGroupIdentifiers":["\#(iamGroup)"]}"#, count: 2))
    #expect(logs.operations.count == 1)
  }

  @Test(arguments: ["[]", #"[{"logGroupName":"iam-old","arn":"arn:aws:logs:r:1:log-group:iam-old:*"}]"#])
  func `a name that no group has is told`(found: String) async {
    let logs = LogsService { _, _ in #"{"logGroups":\#(found)}"# }
    let session = LiveTailSession(["iam"], logs: logs.calls, calls: LiveTailService([]).calls())
    await #expect(
      throws: SourceFailure(.lasting, "there is no log group iam; check the name and the region")
    ) { try await session.open() }
  }

  @Test func `who may not look up names is told to give the ARN`() async {
    let logs = LogsService { _, _ throws(SourceFailure) in throw SourceFailure(.lasting, "no", status: 400) }
    let session = LiveTailSession(["iam"], logs: logs.calls, calls: LiveTailService([]).calls())
    await #expect(
      throws: SourceFailure(.lasting, "no; a group that is named by its ARN is not looked up", status: 400)
    ) { try await session.open() }
  }
}

/// CloudWatch Logs where nothing may be asked.
private let noLogs = LogsService { _, _ throws(SourceFailure) in throw SourceFailure(.lasting, "asked") }
  .calls

private func opened(_ pieces: [[UInt8]], end: HTTPError? = nil) async throws -> LiveTailSession {
  let session = LiveTailSession([iamGroup], logs: noLogs, calls: LiveTailService(pieces, end: end).calls())
  try await session.open()
  return session
}

/// The times of the events of every update until the session is over.
private func updates(of session: LiveTailSession) async throws -> [[Int64]] {
  var found: [[Int64]] = []
  while let page = try await session.next() { found.append(page.documents.map(\.storedAt.milliseconds)) }
  return found
}
