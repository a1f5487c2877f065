import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

/// What a store answers column by column is what asking each record by itself gives.
@Suite struct ColumnPlanTests {
  private static let leaves = [
    "principal:user/ana", "principal:*role/*", "action:Get*", "action:iam:CreateUser", "service:sts",
    "account:111122223333", "account:payments", "region:us-*", "ip:10.0.0.0/8", "ip:198.51.100.7",
    "agent:*cli*", "error:Access*", "error:Failure", "type:AssumedRole", "session:kim*", "key:AKIA*",
    "is:error", "is:denied", "is:write", "is:read", "is:root", "is:alert", "is:console", "rule:denied",
    "severity:>=high", "time:>=2026-11-01T12:00:20Z", "requestParameters.userName:bob", "bob",
    "eventID:e1*",
    "payments", "requestParameters.count:>3",
  ]

  private static func filter(_ random: inout SeededRandom, depth: Int) -> String {
    if depth == 0 || random.below(3) == 0 {
      return (random.below(4) == 0 ? "-" : "") + random.pick(leaves)
    }
    let parts = (0..<2 + random.below(2)).map { _ in filter(&random, depth: depth - 1) }
    let joined = parts.joined(separator: random.below(2) == 0 ? " AND " : " OR ")
    return (random.below(5) == 0 ? "NOT " : "") + "(\(joined))"
  }

  private static func text(_ random: inout SeededRandom) -> String {
    (0..<60).map { number in
      let identity = random.pick([
        #"{"type":"IAMUser","arn":"arn:aws:iam::1:user/ana","accessKeyId":"AKIA1"}"#,
        #"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/Deploy/kim-1","accessKeyId":"ASIA2"}"#,
        #"{"type":"Root","arn":"arn:aws:iam::1:root"}"#, "{}",
      ])
      var more = [#""userIdentity":\#(identity)"#]
      more.append(#""eventName":"\#(random.pick(["GetUser", "CreateUser", "ConsoleLogin"]))""#)
      more.append(#""eventSource":"\#(random.pick(["iam", "sts", "signin"])).amazonaws.com""#)
      more.append(#""recipientAccountId":"\#(random.pick(["111122223333", "444455556666"]))""#)
      if random.below(2) == 0 {
        more.append(#""sourceIPAddress":"\#(random.pick(["10.1.2.3", "198.51.100.7"]))""#)
      }
      if random.below(3) == 0 {
        more.append(#""errorCode":"\#(random.pick(["AccessDenied", "NoSuchEntity"]))""#)
      }
      if random.below(3) == 0 { more.append(#""readOnly":\#(random.pick(["true", "false"]))"#) }
      if random.below(2) == 0 { more.append(#""awsRegion":"us-east-1","userAgent":"aws-cli/2""#) }
      if random.below(3) == 0 { more.append(#""responseElements":{"ConsoleLogin":"Failure"}"#) }
      if random.below(3) == 0 { more.append(#""eventType":"AwsConsoleSignIn""#) }
      more.append(
        #""requestParameters":{"userName":"\#(random.pick(["bob", "eve"]))","count":\#(random.below(6))}"#)
      return record("e\(number)", at: "12:00:\(10 + number % 50)", more.joined(separator: ","))
    }.joined(separator: "\n")
  }

  private static let context = EvaluationContext(accountNames: [ExactString("444455556666"): "payments"])

  private struct Case {
    let text: String
    let filter: String
    let predicate: Predicate
    let rules: RuleSet

    init(seed: Int) throws {
      var random = SeededRandom(state: UInt64(seed))
      text = ColumnPlanTests.text(&random)
      filter = ColumnPlanTests.filter(&random, depth: 3)
      predicate = try FilterSyntax.predicate(from: filter, now: time("13:00:00"))
      rules = RuleSet([try rule("denied", "is:denied", .high)])
    }

    /// The ids of the events that the predicate lets through, each record asked as it was read.
    var expected: [String?] {
      let store = newStore(filter: predicate)
      return ids(store.list(EventListRequest(limit: 100)), in: store)
    }

    func newStore(filter: Predicate? = nil) -> EventStore {
      store(
        [text], judge: Judge(rules: rules, scope: .all, filter: filter, context: context), keepsDetails: true)
    }

    func ids(_ list: EventList, in store: EventStore) -> [String?] {
      store.read { events in list.rows.map { events.row(of: $0.id).flatMap { events.eventID($0) } } }
    }
  }

  @Test("random filters over random records, records read as they are needed", arguments: 0..<300)
  func immediate(seed: Int) throws {
    let asked = try Case(seed: seed)
    let store = asked.newStore()
    let archive = MemoryArchive([asked.text])
    let list = store.list(
      EventListRequest(predicate: asked.predicate, limit: 100), archive: archive, context: Self.context)
    #expect(asked.ids(list, in: store) == asked.expected, "\(asked.filter)")
    #expect(list.complete && list.total == list.rows.count)
  }

  @Test("the same, records read ahead by a search that is broken off again and again", arguments: 0..<100)
  func searched(seed: Int) throws {
    let asked = try Case(seed: seed)
    let store = asked.newStore()
    let archive = MemoryArchive([asked.text])
    let searches = RecordSearches()
    let request = SummaryRequest(predicate: asked.predicate)
    var before = 0
    var isFound = false
    while !isFound {
      isFound = store.search(
        asked.predicate, since: nil, until: nil, archive: archive, context: Self.context, searches: searches
      ) { true }
      let summary = store.summary(of: request, archive: archive, context: Self.context, searches: searches)
      #expect(summary.totals.events >= before && (!isFound || summary.complete))
      before = summary.totals.events
    }
    #expect(before == asked.expected.count, "\(asked.filter)")
  }

  @Test("without a search nothing is known of records, which is said")
  func unknown() throws {
    let predicate = try FilterSyntax.predicate(from: "bob", now: time("13:00:00"))
    let store = store([record("1", #""requestParameters":{"userName":"bob"}"#)], keepsDetails: true)
    let summary = store.summary(of: SummaryRequest(predicate: predicate), searches: RecordSearches())
    #expect(summary.totals.events == 0 && !summary.complete)
  }
}
