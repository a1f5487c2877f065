import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

/// A summary that several cores count.
@Suite struct SummariseTests {
  /// A store of random events of a day, that rules match some of.
  private static let events = Result {
    var random = SeededRandom(state: 7)
    let count = 9000
    let rules = RuleSet([
      try rule("reads", "action:iam:Get*", .low), try rule("errors", "is:error", .high),
      try rule("ana", "action:CreateUser AND principal:ana", .medium),
    ])
    let text = (0..<count).map { number in
      let clock = "\(10 + random.below(9)):\(10 + random.below(50)):\(10 + random.below(50))"
      let action = random.pick(["GetUser", "CreateUser", "ListUsers", "GetRole", "DeleteRole"])
      let error = random.below(5) == 0 ? #","errorCode":"AccessDenied""# : ""
      return record(
        random.below(20) == 0 ? nil : "id-\(number % (count - count / 8))", at: clock,
        #""eventName":"\#(action)","recipientAccountId":"\#(100_000_000_000 + random.below(7))""#
          + #","userIdentity":{"type":"\#(random.pick(["Root", "IAMUser"]))","arn":"\#(random.pick(["ana", "bo", "cy"]))"}"#
          + error)
    }
    return store([text.joined()], judge: Judge(rules: rules, scope: .all))
  }

  private static let shares: [[Range<Int>]] = [
    [0..<2048, 2048..<Int.max], [0..<2048, 2048..<4096, 4096..<6144, 6144..<Int.max],
    [0..<20_480, 20_480..<Int.max],
  ]

  private static let requests: [(filter: String?, sparks: Int)] = [
    (nil, 0), (nil, 8), ("is:error AND principal:ana", 0), ("-action:GetUser OR rule:ana", 8),
  ]

  @Test("All shares together are what one share of all is", arguments: shares, requests)
  func together(_ shares: [Range<Int>], _ request: (filter: String?, sparks: Int)) throws {
    let events = try Self.events.get()
    var asked = SummaryRequest()
    asked.predicate = try request.filter.map { try FilterSyntax.predicate(from: $0, now: time("12:00:00")) }
    asked.sparkParts = request.sparks
    let whole = events.summary(of: asked, in: [0..<Int.max])
    #expect(whole.totals.events > 500 && whole.alerts.count == 3)
    #expect(events.summary(of: asked, in: shares) == whole)
  }

  @Test("Shares hold every row once, and begin where blocks do", arguments: [1, 2, 3, 7, 64])
  func sizes(cores: Int) throws {
    try Self.events.get().read { events in
      let shares = events.shares(among: cores, leastRows: 2048)
      #expect(shares.count == min(cores, 3))
      #expect(shares.first?.lowerBound == 0 && shares.last?.upperBound == .max)
      #expect(zip(shares, shares.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(shares.allSatisfy { $0.lowerBound % RowBlock.length == 0 })
    }
  }

  @Test func `few rows are one share`() throws {
    try Self.events.get().read { #expect($0.shares(among: 8, leastRows: 5000) == [0..<Int.max]) }
  }
}
