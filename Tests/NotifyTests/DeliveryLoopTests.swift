import AWS
import CloudTrail
import Query
import State
import Synchronization
import Testing

@testable import Notify

/// A destination that answers as it was told to, and then takes everything.
private final class Scripted: Destination {
  let name = "scripted"
  let channel: String? = "#here"
  let messagesPerSecond = 1000.0
  private let outcomes: Mutex<[DeliveryOutcome]>
  /// The alerts asked to be delivered, with their threads.
  let asked = Mutex<[(alert: String, thread: String?)]>([])

  private let onDelivery: @Sendable () -> Void

  init(_ outcomes: [DeliveryOutcome], onDelivery: @escaping @Sendable () -> Void = {}) {
    self.outcomes = Mutex(outcomes)
    self.onDelivery = onDelivery
  }

  func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] { [] }

  func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome {
    onDelivery()
    asked.withLock { $0.append((delivery.alert, thread)) }
    return outcomes.withLock { $0.isEmpty ? .delivered(thread: nil) : $0.removeFirst() }
  }

  var alerts: [String] { asked.withLock { $0.map(\.alert) } }
  var threads: [String?] { asked.withLock { $0.map(\.thread) } }
}

@Suite("The loop that delivers")
struct DeliveryLoopTests {
  private let folder = StateFolder()

  /// Delivers alerts `a`, `b`, … once each is due at `now`; what was told of it comes back.
  @discardableResult
  private func deliver(
    _ alerts: [String], to destination: Scripted, now: Int64 = 1000, decided: [AlertDecision] = [],
    in file: StateFile
  ) async throws -> [String] {
    let records = alerts.map { id in
      AlertRecord(
        id: id, rule: "r", group: "g", principal: "p", time: 0, messages: [("scripted", Array(id.utf8))])
    }
    try file.raise(records, of: "c", now: now)
    let told = Told()
    let loop = DeliveryLoop(
      destination, ledger: file, context: "c", decided: decided, bell: Bell(), counters: Counters(),
      now: { Timestamp(milliseconds: now) }, random: { 0 }, tell: { told.add($0) })
    await loop.deliverAll(RateLimit(perSecond: 1000))
    return told.lines
  }

  @Test("tries again what failed until it is delivered, before any other, and tells once why")
  func again() async throws {
    let destination = Scripted([.later("it is down"), .later("it is down"), .delivered(thread: nil)])
    let file = try folder.open()
    let told = try await deliver(["a", "b"], to: destination, in: file)
    #expect(destination.alerts == ["a", "a", "a", "b"])
    #expect(told == ["scripted: it is down; it is tried again until it is delivered"])
    #expect(try file.waitingDeliveries(of: "c").isEmpty)
  }

  @Test("waits as long as it is asked to")
  func quiet() async throws {
    let start = ContinuousClock.now
    let destination = Scripted([.later("busy", quiet: .milliseconds(400))])
    try await deliver(["a"], to: destination, in: try folder.open())
    #expect(ContinuousClock.now - start >= .milliseconds(400))
  }

  @Test("puts aside what is refused, and tries it again when its time has come")
  func refused() async throws {
    let file = try folder.open()
    let destination = Scripted([.refused("odd")])
    try await deliver(["a", "b"], to: destination, now: 1000, in: file)
    #expect(destination.alerts == ["a", "b"])
    #expect(try file.waitingDeliveries(of: "c") == ["scripted": 1])
    try await deliver([], to: destination, now: 1999, in: file)
    #expect(destination.alerts == ["a", "b"])
    try await deliver([], to: destination, now: 2000, in: file)
    #expect(destination.alerts == ["a", "b", "a"])
  }

  @Test("goes into the thread that the first of a rule and a principal began, for a day")
  func threads() async throws {
    let file = try folder.open()
    let destination = Scripted([.delivered(thread: "1.1"), .delivered(thread: "1.2")])
    try await deliver(["a", "b"], to: destination, now: 1000, in: file)
    try await deliver(["c"], to: destination, now: 1000 + 86_400_000, in: file)
    try await deliver(["d"], to: destination, now: 1001 + 86_400_000, in: file)
    #expect(destination.threads == [nil, "1.1", "1.1", nil])
  }

  @Test("begins a new thread where the old one is gone")
  func threadGone() async throws {
    let file = try folder.open()
    let destination = Scripted([.delivered(thread: "1.1"), .threadGone, .delivered(thread: "1.2")])
    try await deliver(["a", "b", "c"], to: destination, in: file)
    #expect(destination.alerts == ["a", "b", "b", "c"])
    #expect(destination.threads == [nil, "1.1", nil, "1.2"])
  }

  private func mute(_ rule: String = "r", _ group: [String]? = nil, until: Int64? = nil) -> AlertDecision {
    AlertDecision(
      scope: AlertScope(rule: rule, group: group),
      kind: .muted(until: until.map(Timestamp.init(milliseconds:))), reason: "",
      decidedAt: Timestamp(milliseconds: 1))
  }

  /// Four alerts of two groups and two times wait.
  private func waiting(in file: StateFile) throws {
    let alerts = [("a", "kim", 10), ("b", "ana", 10), ("c", "kim", 20), ("d", "ana", 20)].map {
      id, who, time in
      AlertRecord(
        id: id, rule: "r", group: AlertScope.spelled([who]), principal: who, time: Int64(time),
        messages: [("scripted", []), ("other", [])])
    }
    try file.raise(alerts, of: "c", now: 0)
  }

  @Test("what is muted while it waits is not sent: of a rule, of a group, or of before a time")
  func muted() async throws {
    for (decision, left) in [
      (mute(), ""), (mute("r", ["kim"]), "bd"), (mute(until: 20), "cd"),
      (mute("r", ["ana"], until: 15), "acd"),
      (mute("other"), "abcd"),
    ] {
      let folder = StateFolder()
      let file = try folder.open()
      try waiting(in: file)
      try file.keep(decision.kept, of: "c")
      let destination = Scripted([])
      let told = try await deliver([], to: destination, in: file)
      #expect(destination.alerts.joined() == left)
      let count = 4 - left.count
      #expect(told == (count == 0 ? [] : ["scripted: \(count) muted since they were raised, and not sent"]))
      #expect(try file.waitingDeliveries(of: "c") == ["other": 4], "another destination's are its own loop's")
    }
  }

  @Test(
    "what is being tried when it is muted is not tried again, and what the configuration mutes is not sent")
  func mutedMeanwhile() async throws {
    let file = try folder.open()
    let decision = mute()
    let destination = Scripted([.later("it is down")]) { try? file.keep(decision.kept, of: "c") }
    try await deliver(["a", "b"], to: destination, in: file)
    #expect(destination.alerts == ["a"])
    let configured = Scripted([])
    try await deliver(["e"], to: configured, decided: [mute()], in: file)
    #expect(configured.alerts.isEmpty)
  }

  @Test("an alert that was told nobody does not keep the next of its group from being sent")
  func untold() async throws {
    let file = try folder.open()
    try file.keep(mute().kept, of: "c")
    try await deliver(["a"], to: Scripted([]), in: file)
    let next = AlertRecord(id: "n", rule: "r", group: "g", principal: "p", time: 5)
    #expect(try !file.wasTold(near: next, of: "c", within: 100))
  }

  @Test("delivers nothing more once its bell is closed")
  func closed() async throws {
    let file = try folder.open()
    try file.raise(
      [AlertRecord(id: "a", rule: "r", group: "g", principal: "p", time: 0, messages: [("scripted", [])])],
      of: "c", now: 0)
    let destination = Scripted([])
    let bell = Bell()
    bell.ring()
    bell.close()
    let loop = DeliveryLoop(
      destination, ledger: file, context: "c", bell: bell, counters: Counters(),
      now: { Timestamp(milliseconds: 0) }, random: { 0 }, tell: { _ in })
    await loop.run()
    #expect(destination.alerts.isEmpty)
  }
}
