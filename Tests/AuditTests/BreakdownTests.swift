import CloudTrail
import Query
import Seeded
import Testing

@testable import Audit

/// The tables against a count that is as plain as can be (DESIGN, The snapshot; COUNTING 15, 18 and 21).
@Suite struct BreakdownTests {
  private struct Fact {
    var second: Int
    var account: String
    var principal: String
    var name: String
    var type: String?
    var error: String?
    var readOnly: Bool?

    var text: String {
      var more =
        #""recipientAccountId":"\#(account)","eventName":"\#(name)","userIdentity":{"arn":"\#(principal)""#
      if let type { more += #","type":"\#(type)""# }
      more += "}"
      if let error { more += #","errorCode":"\#(error)""# }
      if let readOnly { more += ",\"readOnly\":\(readOnly)" }
      return record(nil, at: "12:00:\(second < 10 ? "0" : "")\(second)", more)
    }
  }

  private func facts(_ count: Int, _ seed: UInt64) -> [Fact] {
    var random = SeededRandom(state: seed)
    return (0..<count).map { _ in
      Fact(
        second: random.below(60), account: random.pick(["111122223333", "222233334444", "ANON"]),
        principal: random.pick(["a", "b", "\u{E9}", "e\u{301}", "B"]),
        name: random.pick(["GetUser", "CreateUser", "Listen", "ListUsers"]),
        type: random.pick(["Root", "New", nil]),
        error: random.pick([nil, nil, "AccessDenied", "NoSuchEntity"]),
        readOnly: random.pick([nil, nil, nil, true, false]))
    }
  }

  /// The rows of a table: most events first, then by the key's bytes.
  private func rows(_ facts: [Fact], _ key: (Fact) -> [String]) -> [(key: [String], facts: [Fact])] {
    var found: [(key: [String], facts: [Fact])] = []
    for fact in facts {
      let key = key(fact)
      if let index = found.firstIndex(where: { $0.key.map(ExactString.init) == key.map(ExactString.init) }) {
        found[index].facts.append(fact)
      } else {
        found.append((key, [fact]))
      }
    }
    return found.sorted { left, right in
      if left.facts.count != right.facts.count { return left.facts.count > right.facts.count }
      return left.key.map(ExactString.init).lexicographicallyPrecedes(right.key.map(ExactString.init))
    }
  }

  private func counts(_ facts: [Fact]) -> [String] {
    let seconds = facts.map(\.second)
    return [
      "\(facts.count)", "\(facts.filter { $0.error != nil }.count)", "\(seconds.min() ?? 0)",
      "\(seconds.max() ?? 0)",
    ]
  }

  private func counts(_ counts: Summary.Counts) -> [String] {
    let day = time("12:00:00").seconds
    return [
      "\(counts.events)", "\(counts.errors)", "\(counts.first.seconds - day)", "\(counts.last.seconds - day)",
    ]
  }

  private func access(_ facts: [Fact]) -> Access {
    if facts.contains(where: { $0.readOnly == false }) { return .write }
    if facts.contains(where: { $0.readOnly == true }) { return .read }
    return ["GetUser", "ListUsers"].contains(facts[0].name) ? .read : .write
  }

  private func type(_ facts: [Fact]) -> String {
    var counts: [String: Int] = [:]
    for fact in facts { counts[fact.type ?? "Unknown", default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return counts.filter { $0.value == most }.keys.min() ?? ""
  }

  @Test("the tables of random events are those of a plain count", arguments: 1...12)
  func tables(seed: UInt64) {
    // Each event twice, so that nothing but duplicates distinguishes the store from a list.
    let facts = Array(
      Dictionary(facts(180, seed).map { ($0.text, $0) }, uniquingKeysWith: { first, _ in first }).values)
    let text = facts.map(\.text).joined(separator: "\n")
    let summary = store([text, text]).summary(of: SummaryRequest())
    #expect(
      summary.accounts.map { [$0.account.string] + counts($0.counts) }
        == rows(facts) { [$0.account] }.map { $0.key + counts($0.facts) })
    #expect(
      summary.principals.map { [$0.principal.string, $0.type, "\($0.accounts)"] + counts($0.counts) }
        == rows(facts) { [$0.principal] }.map {
          $0.key + [type($0.facts), "\(Set($0.facts.map(\.account)).count)"] + counts($0.facts)
        })
    #expect(
      summary.actions.map { [$0.action.string, $0.access.rawValue] + counts($0.counts) }
        == rows(facts) { ["iam:\($0.name)"] }.map { $0.key + [access($0.facts).rawValue] + counts($0.facts) })
    #expect(
      summary.groups.map { [$0.account.string, $0.principal.string, $0.action.string] + counts($0.counts) }
        == rows(facts) { [$0.account, $0.principal, "iam:\($0.name)"] }.map { $0.key + counts($0.facts) })
    #expect(summary.totals.events == facts.count)
    #expect(summary.totals.errors == facts.filter { $0.error != nil }.count)
    #expect(summary.totals.denied == facts.filter { $0.error == "AccessDenied" }.count)
  }

  @Test("canonically equal principals are two rows, in the order of their bytes")
  func exactKeys() {
    let text = ["\u{E9}", "e\u{301}"].map { record(nil, #""userIdentity":{"arn":"\#($0)"}"#) }.joined()
    let keys = store([text]).summary(of: SummaryRequest()).principals.map { Array($0.principal.string.utf8) }
    #expect(keys == [Array("e\u{301}".utf8), Array("\u{E9}".utf8)])
  }

  @Test("a missing type and the type Unknown are one")
  func unknownType() {
    let types = [#""type":"Root","#, #""type":"Root","#, "", "", #""type":"Unknown","#]
    let text = types.enumerated().map { record("\($0.offset)", #""userIdentity":{\#($0.element)"arn":"a"}"#) }
      .joined()
    #expect(store([text]).summary(of: SummaryRequest()).principals.map(\.type) == ["Unknown"])
  }

  @Test("a row limit keeps the first rows, and totals count all")
  func limit() {
    let text = ["c", "a", "b", "b"].enumerated().map {
      record("\($0.offset)", #""userIdentity":{"arn":"\#($0.element)"}"#)
    }
    let summary = store([text.joined()]).summary(of: SummaryRequest(rows: 2))
    #expect(summary.principals.map(\.principal.string) == ["b", "a"])
    #expect(summary.totals.principals == 3)
  }
}
