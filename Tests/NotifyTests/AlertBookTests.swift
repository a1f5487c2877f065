import CloudTrail
import Query
import State
import Testing

@testable import Notify

/// A destination whose messages are the alert's id.
private struct Named: Destination {
  let name: String
  let channel: String? = nil
  let messagesPerSecond = 1.0

  func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] { Array("\(accountName ?? "-")".utf8) }

  func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome { .threadGone }
}

@Suite("The book of alerts")
struct AlertBookTests {
  private let folder = StateFolder()
  private let printed = Told()

  private func book(_ file: StateFile, quiet: Int64 = 0, bells: [Bell] = []) -> AlertBook {
    let printed = printed
    return AlertBook(
      file,
      AlertBook.Settings(
        context: "c", destinations: [Named(name: "one"), Named(name: "two")],
        accountNames: [ExactString("111122223333"): "payments"], quiet: quiet), bells: bells,
      counters: Counters(),
      world: AlertBook.World(
        printLine: { printed.add(String(decoding: $0, as: UTF8.self)) }, tell: { _ in },
        now: { Timestamp(milliseconds: 5000) }))
  }

  private func states() -> [String] {
    printed.lines.map { line in
      line.split(separator: #""state":""#).last.map { String($0.prefix { $0 != "\"" }) } ?? ""
    }
  }

  @Test("prints and keeps an alert, with a message for each destination, in which the account has its name")
  func keeps() throws {
    let file = try folder.open()
    book(file).keep([try #require(alert(by: try rule()))])
    #expect(states() == ["new"])
    #expect(try file.waitingDeliveries(of: "c") == ["one": 1, "two": 1])
    let body = try file.nextDelivery(to: "two", of: "c", now: 5000)?.body
    #expect(body == Array("payments".utf8))
  }

  @Test("an alert is told once, whether it comes twice at once, again, or to the next run")
  func once() throws {
    let raised = try #require(alert(by: try rule()))
    book(try folder.open()).keep([raised, raised])
    book(try folder.open()).keep([raised])
    #expect(printed.lines.count == 1)
    #expect(try folder.open().waitingDeliveries(of: "c")["one"] == 1)
  }

  private func at(_ time: String, id: String) throws -> RaisedAlert {
    try #require(alert(["eventTime": "\"2026-10-31T\(time)Z\""], id: id, by: try rule()))
  }

  @Test("one of the same rule and group within the quiet is printed and sent nowhere, in event time")
  func suppresses() throws {
    let file = try folder.open()
    let book = book(file, quiet: 3_600_000)
    book.keep([try at("12:00:00", id: "a"), try at("12:59:59", id: "b")])
    book.keep([try at("13:00:00", id: "c"), try at("11:00:01", id: "d")])
    #expect(states() == ["new", "suppressed", "new", "suppressed"])
    #expect(try file.waitingDeliveries(of: "c")["one"] == 2)
  }

  @Test("another principal's alert is not suppressed")
  func otherGroup() throws {
    let book = book(try folder.open(), quiet: 3_600_000)
    let other = alert(
      ["userIdentity": #"{"type":"IAMUser","arn":"arn:x:user/bob"}"#], id: "z", by: try rule())
    book.keep([try at("12:00:00", id: "a"), try #require(other)])
    #expect(states() == ["new", "new"])
  }

  // MARK: Decisions

  private func decide(_ file: StateFile, _ kind: AlertDecision.Kind, group: [String]? = nil) throws {
    let scope = AlertScope(rule: "admin-policy", group: group)
    let decision = AlertDecision(scope: scope, kind: kind, reason: "", decidedAt: Timestamp(milliseconds: 1))
    try file.keep(decision.kept, of: "c")
  }

  @Test(
    "a muted alert is printed as such, kept, and sent nowhere, also when it is found again after the mute")
  func muted() throws {
    let file = try folder.open()
    let raised = try at("12:00:00", id: "a")
    try decide(file, .muted(until: nil))
    book(file).keep([raised])
    try file.remove(try #require(file.alertDecisions(of: "c").first), of: "c")
    book(file).keep([raised])
    #expect(states() == ["muted"])
    #expect(try file.waitingDeliveries(of: "c").isEmpty)
  }

  @Test("what is decided while a watch runs reaches its next alert, of that group alone")
  func later() throws {
    let file = try folder.open()
    let book = book(file)
    book.keep([try at("12:00:00", id: "a")])
    try decide(
      try folder.open(), .muted(until: nil), group: ["111122223333", "arn:aws:iam::111122223333:user/alice"])
    let other = alert(
      ["userIdentity": #"{"type":"IAMUser","arn":"arn:x:user/bob"}"#], id: "z", by: try rule())
    book.keep([try at("12:01:00", id: "b"), try #require(other)])
    #expect(states() == ["new", "muted", "new"])
  }

  @Test("an acknowledged alert says so and is sent; one that happened later is new")
  func acknowledged() throws {
    let file = try folder.open()
    let first = try at("12:00:00", id: "a")
    try decide(file, .acknowledged(through: first.last))
    book(file).keep([first, try at("12:00:01", id: "b")])
    #expect(states() == ["acknowledged", "new"])
    #expect(try file.waitingDeliveries(of: "c")["one"] == 2)
  }

  @Test("a muted alert does not make a later one count as told")
  func mutedIsNotTold() throws {
    let file = try folder.open()
    let first = try at("12:00:00", id: "a")
    try decide(file, .muted(until: Timestamp(milliseconds: first.last.milliseconds + 1)))
    book(file, quiet: 3_600_000).keep([first, try at("12:10:00", id: "b")])
    #expect(states() == ["muted", "new"])
  }
}
