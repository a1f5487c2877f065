import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

/// What is missing, circular, hostile or too much.
@Suite("Who really did it: limits")
struct LineageLimitTests {
  private static func assume(_ from: Int, _ to: Int, at time: String = "09:00:00") -> Call {
    .role("R\(from)", key: "ASIA\(from)", "sts:AssumeRole", at: time).issuing("ASIA\(to)", role: "R\(to)")
  }

  @Test("a key that no event held issued is said to be older than what is held")
  func older() throws {
    let recorded = Recorded([
      .user("ana", key: "AKIA9", "iam:GetUser", at: "08:00:00"),
      .user("eve", key: "AKIA1", "iam:CreateUser", at: "09:00:00"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.gap == .issuerNotHeld(key: "AKIA1", since: time("08:00:00"), dropped: 0))
    #expect(lineage.drawn == ["origin CreateUser *"])
    #expect(lineage.origin.principal == "arn:aws:iam::111122223333:user/eve")
  }

  @Test("a record that names no key where a session must have one is said to name none")
  func keyless() throws {
    let recorded = Recorded([.role("R", key: nil, "iam:CreateUser", at: "09:00:00")])
    #expect(recorded.lineage(of: "iam:CreateUser")?.gap == .keyNotRecorded)
  }

  /// A segment's worth of events of 10:00:00.
  private static func filler(_ name: String) -> String {
    (0..<Column<Int>.segmentLength).map {
      #"{"eventTime":"2026-11-01T10:00:00Z","eventName":"A","eventID":"\#(name)\#($0)"}"#
    }.joined()
  }

  @Test("an issuer that has left to make room is told apart from one that never was held")
  func dropped() throws {
    let store = store([""], keepsDetails: true, keep: Column<Int>.segmentLength)
    store.take(Self.assume(0, 1).record(1))
    store.take(Call.role("R1", key: "ASIA1", "iam:ListUsers", at: "09:01:00").record(2))
    #expect(store.newestLineage()?.path.count == 2)
    store.take(Self.filler("a"))
    store.take(Call.role("R1", key: "ASIA1", "iam:CreateUser", at: "11:00:00").record(3))
    let lineage = try #require(store.newestLineage())
    #expect(lineage.gap == .issuerDropped(key: "ASIA1"))
    #expect(lineage.drawn == ["origin CreateUser *"])
  }

  @Test("an index that is asked for the first time after events have left begins with those held")
  func late() throws {
    let segment = Column<Int>.segmentLength
    let store = store([""], keepsDetails: true, keep: segment)
    store.take(Self.assume(0, 1).record(1) + Self.filler("a"))
    store.take(Self.assume(1, 2, at: "10:30:00").record(2))
    store.take(Call.role("R2", key: "ASIA2", "iam:CreateUser", at: "11:00:00").record(3))
    let lineage = try #require(store.newestLineage())
    #expect(lineage.drawn == ["origin AssumeRole role/R2 > ASIA2", "  credential CreateUser *"])
    #expect(lineage.gap == .issuerNotHeld(key: "ASIA1", since: time("10:00:00"), dropped: segment))
  }

  @Test("events that come after an answer are in the next one")
  func growing() throws {
    let store = store([""], keepsDetails: true)
    store.take(Self.assume(0, 1).record(1))
    store.take(Call.role("R1", key: "ASIA1", "iam:CreateUser", at: "09:01:00").on(user: "a").record(2))
    #expect(store.newestLineage()?.drawn.count == 2)
    store.take(Call.role("R1", key: "ASIA1", "iam:DeleteUser", at: "09:02:00").on(user: "b").record(3))
    #expect(
      store.newestLineage()?.drawn == [
        "origin AssumeRole role/R1 > ASIA1", "  credential CreateUser a", "  credential DeleteUser b *",
      ])
  }

  @Test("credentials that lead in a circle end, and say so", arguments: [1, 2, 5])
  func cycle(length: Int) throws {
    let calls = (0..<length).map { Self.assume($0, ($0 + 1) % length, at: "09:00:0\($0)") }
    let lineage = try #require(Recorded(calls).lineage(of: "sts:AssumeRole"))
    #expect(
      lineage.gap
        == (length == 1 ? .issuerNotHeld(key: "ASIA0", since: time("09:00:00"), dropped: 0) : .cycle))
    #expect(lineage.drawn.count == length)
  }

  @Test("a way longer than anybody reads ends, and says so")
  func long() throws {
    let calls = (0..<60).map { Self.assume($0, $0 + 1, at: "09:00:\($0 < 10 ? "0" : "")\($0)") }
    let lineage = try #require(Recorded(calls).lineage(of: "sts:AssumeRole", last: true))
    #expect(lineage.gap == .tooLong)
    #expect(lineage.path.count == LineageChain.longest)
  }

  @Test("of several events that issued one key the last before its use counts; the others are told as copies")
  func reissued() throws {
    let recorded = Recorded([
      Self.assume(0, 9, at: "08:00:00"), Self.assume(1, 9, at: "09:00:00"), Self.assume(2, 9, at: "11:00:00"),
      .role("R9", key: "ASIA9", "iam:CreateUser", at: "10:00:00"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.path.first?.row.time == time("09:00:00"))
    #expect(lineage.drawn.count == 4)
    #expect(lineage.drawn.filter { $0.hasPrefix("  copy AssumeRole") }.count == 2)
  }

  @Test("a duplicate of an event stands in the tree once")
  func duplicate() throws {
    let issue = Self.assume(0, 1).record(1)
    let use = Call.role("R1", key: "ASIA1", "iam:CreateUser", at: "09:05:00").record(2)
    let store = store([issue + use, use + issue], duplicates: .least, keepsDetails: true)
    #expect(store.newestLineage()?.drawn.count == 2)
  }

  @Test("a copy that takes the place of one held brings its key along")
  func replaced() throws {
    let store = store([""], duplicates: .least, keepsDetails: true)
    store.take(Self.assume(0, 1).record(1))
    store.take(Call.role("R1", key: "ASIA7", "iam:CreateUser", at: "09:05:00").record(2))
    #expect(store.newestLineage()?.path.count == 1)
    store.take(Call.role("R1", key: "ASIA1", "iam:CreateUser", at: "09:04:00").record(2))
    #expect(store.newestLineage()?.path.count == 2)
  }

  @Test("of thousands of calls those that tell most are shown, and the rest is counted")
  func many() throws {
    var calls = [Self.assume(0, 1)]
    for number in 0..<5000 {
      var call = Call.role("R1", key: "ASIA1", "iam:ListUsers", at: "09:10:00")
      if number % 10 == 0 { call.error = "AccessDenied" }
      calls.append(call)
    }
    calls.append(.role("R1", key: "ASIA1", "iam:CreateUser", at: "09:20:00").on(user: "tmp"))
    let lineage = try #require(Recorded(calls).lineage(of: "iam:CreateUser"))
    #expect(
      lineage.drawn == [
        "origin AssumeRole role/R1 > ASIA1", "  credential CreateUser tmp *", "  and 5000, 500 failed",
      ])
  }

  @Test(
    "a tree of thousands of sessions stays small, holds the event asked about, and counts what it leaves out")
  func wide() throws {
    var calls = [Self.assume(0, 1)]
    for number in 2..<3002 {
      calls.append(
        .role("R1", key: "ASIA1", "sts:AssumeRole", at: "09:10:00").issuing("ASIA\(number)", role: "W"))
      calls.append(.role("W", key: "ASIA\(number)", "iam:TagUser", at: "09:11:00").on(user: "u\(number)"))
    }
    calls.append(.role("W", key: "ASIA3001", "iam:CreateUser", at: "09:12:00").on(user: "last"))
    let lineage = try #require(Recorded(calls).lineage(of: "iam:CreateUser"))
    #expect(lineage.drawn.count <= LineageGrowth.mostNodes)
    #expect(lineage.path.map(\.row.action) == ["sts:AssumeRole", "sts:AssumeRole", "iam:CreateUser"])
    let shown = lineage.nodes[0].children.count
    #expect(lineage.nodes[0].omitted?.events == 3000 - shown)
  }

  @Test("hostile names and keys are links like any other")
  func hostile() throws {
    let key = #"\u001b[31m\u202e\"x"#
    let recorded = Recorded([
      .user("e\\u001b]0;x\\u0007", key: "AKIA1", "sts:AssumeRole", at: "09:00:00").issuing(key, role: "R"),
      .role("R", key: key, "iam:CreateUser", at: "09:05:00"),
    ])
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.path.map { $0.issued?.key } == ["\u{1B}[31m\u{202E}\"x", nil])
  }

  @Test("an event out of the window links all the same, and is told to be in no list")
  func outside() throws {
    let calls = [Self.assume(0, 1), .role("R1", key: "ASIA1", "iam:CreateUser", at: "09:05:00")]
    let recorded = Recorded(calls, judge: Judge(since: time("09:01:00"), scope: .all))
    let lineage = try #require(recorded.lineage(of: "iam:CreateUser"))
    #expect(lineage.path.map(\.isListed) == [false, true])
  }

  @Test("the way alone is what the tree's way is")
  func way() throws {
    let recorded = Recorded([
      Self.assume(0, 1), .role("R1", key: "ASIA1", "iam:ListUsers", at: "09:01:00"),
      Self.assume(1, 2, at: "09:02:00"), .role("R2", key: "ASIA2", "iam:CreateUser", at: "09:05:00"),
    ])
    let tree = try #require(recorded.lineage(of: "iam:CreateUser"))
    let way = try #require(recorded.lineage(of: "iam:CreateUser", extent: .way))
    #expect(way.path.map(\.row) == tree.path.map(\.row) && way.path.map(\.link) == tree.path.map(\.link))
    #expect(way.drawn.count == 3 && tree.drawn.count == 4)
    #expect(way.origin == tree.origin && way.gap == tree.gap)
  }

  @Test("an event that is not held any more has no lineage")
  func gone() {
    #expect(Recorded([]).store.lineage(of: EventRow.ID(high: 1, low: 2), archive: nil) == nil)
  }
}
