import Testing

@testable import State

@Suite("The ledger of alerts")
struct AlertLedgerTests {
  private let folder = Folder()

  private func open() throws -> StateFile { try StateFile.open(folder.state) }

  private func alert(
    _ id: String, rule: String = "r", group: String = "g", time: Int64 = 1_000_000,
    isSuppressed: Bool = false,
    to destinations: [String] = ["slack"]
  ) -> AlertRecord {
    AlertRecord(
      id: id, rule: rule, group: group, principal: "p", time: time, isSuppressed: isSuppressed,
      messages: destinations.map { ($0, Array("\(id) for \($0)".utf8)) })
  }

  @Test("an alert that was raised is known to the next run, and to its own context alone")
  func known() throws {
    try open().raise([alert("a")], of: "here", now: 1)
    let next = try open()
    #expect(try next.knownAlerts(among: ["a", "b"], of: "here", now: 2) == ["a"])
    #expect(try next.knownAlerts(among: ["a", "b"], of: "there", now: 2) == [])
  }

  @Test("what waits is given in the order raised, and goes only when it is finished")
  func order() throws {
    let file = try open()
    try file.raise([alert("b"), alert("a")], of: "c", now: 1)
    let first = try #require(try file.nextDelivery(to: "slack", of: "c", now: 1))
    #expect(first.alert == "b")
    #expect(String(decoding: first.body, as: UTF8.self) == "b for slack")
    #expect(try open().nextDelivery(to: "slack", of: "c", now: 1)?.alert == "b")
    try file.finish(first, of: "c", at: 2)
    #expect(try open().nextDelivery(to: "slack", of: "c", now: 2)?.alert == "a")
  }

  @Test("each destination gets its own")
  func destinations() throws {
    let file = try open()
    try file.raise([alert("a", to: ["slack", "webhook"])], of: "c", now: 1)
    let slack = try #require(try file.nextDelivery(to: "slack", of: "c", now: 1))
    try file.finish(slack, of: "c", at: 2)
    #expect(try file.waitingDeliveries(of: "c") == ["webhook": 1])
  }

  @Test("raising a known alert again sends nothing again")
  func again() throws {
    let file = try open()
    try file.raise([alert("a")], of: "c", now: 1)
    try file.finish(try #require(try file.nextDelivery(to: "slack", of: "c", now: 1)), of: "c", at: 2)
    try file.raise([alert("a")], of: "c", now: 3)
    #expect(try file.nextDelivery(to: "slack", of: "c", now: 3) == nil)
  }

  @Test("what was refused waits behind the others until its time")
  func aside() throws {
    let file = try open()
    try file.raise([alert("a"), alert("b")], of: "c", now: 1)
    try file.putAside(try #require(try file.nextDelivery(to: "slack", of: "c", now: 1)), until: 100)
    #expect(try file.nextDelivery(to: "slack", of: "c", now: 99)?.alert == "b")
    let later = try file.nextDelivery(to: "slack", of: "c", now: 100)
    #expect(later?.alert == "a")
    #expect(later?.refusals == 1)
  }

  @Test(
    "one of the same rule and group was told near only if it was sent and is less than the distance away",
    arguments: [(1_000_500, true), (999_500, true), (1_001_000, false), (999_000, false)])
  func near(time: Int64, expected: Bool) throws {
    let file = try open()
    try file.raise([alert("a")], of: "c", now: 1)
    #expect(try file.wasTold(near: alert("b", time: time), of: "c", within: 1000) == expected)
    #expect(try !file.wasTold(near: alert("b", group: "h", time: time), of: "c", within: 1000))
  }

  @Test("a suppressed alert suppresses no other")
  func suppressed() throws {
    let file = try open()
    try file.raise([alert("a", isSuppressed: true)], of: "c", now: 1)
    #expect(try !file.wasTold(near: alert("b"), of: "c", within: 1000))
  }

  @Test("a thread is kept with the delivery that began it, and is too old one day")
  func threads() throws {
    let file = try open()
    try file.raise([alert("a")], of: "c", now: 1)
    let delivery = try #require(try file.nextDelivery(to: "slack", of: "c", now: 1))
    try file.finish(delivery, thread: ("#security", "1700.1"), of: "c", at: 50)
    #expect(try file.thread(of: delivery, in: "#security", of: "c", since: 50) == "1700.1")
    #expect(try file.thread(of: delivery, in: "#security", of: "c", since: 51) == nil)
    #expect(try file.thread(of: delivery, in: "#other", of: "c", since: 0) == nil)
    try file.forgetThread(of: delivery, in: "#security", of: "c")
    #expect(try file.thread(of: delivery, in: "#security", of: "c", since: 0) == nil)
  }

  @Test("old alerts are forgotten, but none that waits and none that was seen again")
  func forgetting() throws {
    let file = try open()
    try file.raise([alert("waits"), alert("done", to: []), alert("again", to: [])], of: "c", now: 1)
    _ = try file.knownAlerts(among: ["again"], of: "c", now: 10)
    try file.forgetAlerts(seenBefore: 10)
    #expect(try file.knownAlerts(among: ["waits", "done", "again"], of: "c", now: 11) == ["waits", "again"])
    #expect(try file.nextDelivery(to: "slack", of: "c", now: 11)?.alert == "waits")
  }
}
