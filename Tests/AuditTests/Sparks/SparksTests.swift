import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

/// The tables' sparks against a count that is as plain as can be.
@Suite struct SparksTests {
  private struct Fact {
    var id: Int
    var second: Int
    var account: String
    var principal: String
    var name: String
    var isError: Bool

    var time: Int64 { 1_793_491_200_000 + Int64(second) * 1000 }

    var text: String {
      let clock = CivilTime(seconds: time / 1000).rfc3339
      var more = #""eventTime":"\#(clock)","recipientAccountId":"\#(account)","eventName":"\#(name)""#
      more += #","userIdentity":{"arn":"\#(principal)","type":"IAMUser"}"#
      if isError { more += #","errorCode":"AccessDenied""# }
      return record("\(id)", more)
    }
  }

  /// Some keys appear only late, so that there is something new.
  private func facts(_ count: Int, _ seed: UInt64) -> [Fact] {
    var random = SeededRandom(state: seed)
    return (0..<count).map { id in
      let second = random.below(7200)
      let isLate = second > 5000
      return Fact(
        id: id, second: second, account: random.pick(["1", "2", isLate ? "3" : "1"]).padded,
        principal: random.pick(["a", "b", isLate ? "c" : "a"]),
        name: random.pick(["GetUser", "ListUsers", isLate ? "CreateUser" : "GetUser"]),
        isError: random.below(4) == 0)
    }
  }

  private let rules: [Rule]

  init() throws { rules = [try rule("new-user", "action:CreateUser"), try rule("errors", "is:error")] }

  /// Part by part, each event against the parts' ends, which are whole multiples of the window's length over the parts.
  private func parts(_ facts: [Fact], start: Int64, end: Int64, count: Int) -> [Int] {
    (0..<count).map { part in
      facts.count { fact in
        let place = (fact.time - start) * Int64(count)
        return place >= Int64(part) * (end - start) && place < Int64(part + 1) * (end - start)
      }
    }
  }

  private func check(
    _ key: String, _ spark: Summary.Spark?, _ all: [Fact], _ chosen: [Fact], _ request: SummaryRequest,
    where belongs: (Fact) -> Bool
  ) {
    let held = all.map(\.time)
    let (begin, last) = (held.min() ?? 0, held.max() ?? 0)
    let start = request.since?.milliseconds ?? begin
    let end = request.until?.milliseconds ?? last + 1
    #expect(
      spark?.parts == parts(chosen.filter(belongs), start: start, end: end, count: request.sparkParts),
      "\(key)")
    let first = all.filter(belongs).map(\.time).min() ?? 0
    let isOld = start - begin >= (end - begin) / 8
    #expect(spark?.isNew == (first >= (isOld ? start : end - (end - begin) / 8) && first < end), "\(key)")
  }

  @Test("are those of a plain count, for any window and filter", arguments: 1...10)
  func plain(seed: UInt64) throws {
    let facts = facts(300, seed)
    let store = store([facts.map(\.text).joined()], judge: Judge(rules: RuleSet(rules), scope: .all))
    var random = SeededRandom(state: seed &* 77)
    for _ in 0..<6 {
      var request = SummaryRequest()
      request.sparkParts = random.pick([1, 3, 8])
      let from = random.below(7000)
      if random.below(3) > 0 {
        request.since = Timestamp(milliseconds: 1_793_491_200_000 + Int64(from) * 1000)
      }
      if random.below(3) == 0 {
        let length = 1 + random.below(7200 - from)
        request.until = Timestamp(milliseconds: 1_793_491_200_000 + Int64(from + length) * 1000)
      }
      let onlyErrors = random.below(3) == 0
      if onlyErrors { request.predicate = .flag(.error) }
      let chosen = facts.filter { fact in
        (!onlyErrors || fact.isError) && fact.time >= request.since?.milliseconds ?? .min
          && fact.time < request.until?.milliseconds ?? .max
      }
      let summary = store.summary(of: request)
      for row in summary.accounts {
        check("account", row.spark, facts, chosen, request) { $0.account == row.account.string }
      }
      for row in summary.principals {
        check("principal", row.spark, facts, chosen, request) { $0.principal == row.principal.string }
      }
      for row in summary.actions {
        check("action", row.spark, facts, chosen, request) { "iam:\($0.name)" == row.action.string }
      }
      for row in summary.alerts {
        check("alert", row.spark, facts, chosen, request) {
          row.rule == "errors" ? $0.isError : $0.name == "CreateUser"
        }
        #expect(
          row.errors == chosen.count { $0.isError && (row.rule == "errors" || $0.name == "CreateUser") })
      }
    }
  }

  @Test("are the same asked now and then while events arrive, or once at the end")
  func incremental() {
    let texts = facts(90, 3).map(\.text)
    let store = EventStore(rules: RuleSet([]), sources: 1, duplicates: .first, keepsDetails: true)
    var intake = Intake(judge: Judge(scope: .all), source: 0, keepsDetails: true)
    var request = SummaryRequest()
    request.sparkParts = 8
    for text in texts {
      var reader = EventReader(MemorySource(Array(text.utf8))) { intake.take($0, file: 0, isReadable: true) }
      _ = reader.read()
      reader.finish()
      intake.commit(to: store)
      _ = store.summary(of: request)
    }
    #expect(store.summary(of: request) == whole(texts).summary(of: request))
  }

  private func whole(_ texts: [String]) -> EventStore { store([texts.joined()], keepsDetails: true) }

  @Test("are not there where they are not asked for")
  func unasked() {
    let summary = store([record("1")]).summary(of: SummaryRequest())
    #expect(summary.accounts.map(\.spark) == [nil] && summary.principals.map(\.spark) == [nil])
  }

  @Test("of a store without events there are none")
  func empty() {
    var request = SummaryRequest()
    request.sparkParts = 8
    #expect(store([""]).summary(of: request).accounts.isEmpty)
  }
}

extension String {
  /// As an account id.
  fileprivate var padded: String { String(repeating: "0", count: 12 - count) + self }
}

@Suite struct SparkScaleTests {
  private func scale(_ since: Int64?, _ until: Int64?, held: ClosedRange<Int64> = 0...7999) -> SparkScale {
    SparkScale(
      since: since.map { Timestamp(milliseconds: $0) }, until: until.map { Timestamp(milliseconds: $0) },
      held: held, parts: 8)
  }

  @Test("in a window that holds everything, the last eighth is new")
  func whole() { #expect(scale(nil, nil).newSince == 7000) }

  @Test("a window with an eighth of the time before it is new from its start")
  func baseline() {
    #expect(scale(1000, nil).newSince == 1000)
    #expect(scale(4000, 6000).newSince == 4000)
  }

  @Test("a window with less than that before it falls back to the last eighth")
  func tooLittle() { #expect(scale(999, nil).newSince == 7000) }

  @Test("what comes after the window is not new in it")
  func after() {
    #expect(scale(4000, 6000).isNew(5999))
    #expect(!scale(4000, 6000).isNew(6000))
    #expect(!scale(4000, 6000).isNew(3999))
  }

  @Test("every moment of the window lies in one part, in order, and the parts are equal to a millisecond")
  func parts() {
    for (since, until) in [(0, 8000), (3, 10), (0, 7), (5, 6), (-100, 33_333)] as [(Int64, Int64)] {
      let scale = scale(since, until)
      var last = 0
      for time in since..<until {
        let part = scale.part(of: time)
        #expect(Int64(part) == (time - since) * 8 / (until - since))
        #expect(part >= last)
        last = part
      }
    }
  }
}
