import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

/// Everything of one principal against plain counts.
@Suite struct ProfileTests {
  private struct Fact {
    var id: Int
    var second: Int
    var account: String
    var principal: String
    var name: String
    var key: String?
    var address: String?
    var session: String?
    var role: String?
    var error: String?

    var text: String {
      let clock = CivilTime(seconds: 1_793_491_200 + Int64(second)).rfc3339
      var identity = #""type":"AssumedRole","sessionContext":{"sessionIssuer":{"arn":"\#(principal)"}}"#
      if let key { identity += #","accessKeyId":"\#(key)""# }
      if let session { identity += #","arn":"arn:aws:sts::1:assumed-role/x/\#(session)""# }
      var more = #""eventTime":"\#(clock)","recipientAccountId":"\#(account)","eventName":"\#(name)""#
      if role != nil { more += #","eventSource":"sts.amazonaws.com""# }
      more += #","userIdentity":{\#(identity)}"#
      if let address { more += #","sourceIPAddress":"\#(address)","userAgent":"agent of \#(address)""# }
      if let role { more += #","requestParameters":{"roleArn":"\#(role)"}"# }
      if let error { more += #","errorCode":"\#(error)""# }
      return record("\(id)", more)
    }
  }

  private func facts(_ seed: UInt64) -> [Fact] {
    var random = SeededRandom(state: seed)
    return (0..<250).map { id in
      let assumes = random.below(5) == 0
      return Fact(
        id: id, second: random.below(7200), account: random.pick(["111122223333", "222233334444"]),
        principal: random.pick(["arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"]),
        name: assumes ? "AssumeRole" : random.pick(["GetUser", "CreateUser", "ListUsers"]),
        key: random.pick(["AKIA1", "AKIA2", nil]), address: random.pick(["203.0.113.1", "203.0.113.2", nil]),
        session: random.pick(["s", "t", nil]),
        role: assumes ? random.pick(["arn:aws:iam::2:role/x", "arn:aws:iam::3:role/y"]) : nil,
        error: random.pick([nil, nil, "AccessDenied", "NoSuchEntity"]))
    }
  }

  /// A list's values with their events and errors, most events first, then by bytes.
  private func plain(_ facts: [Fact], _ value: (Fact) -> String?) -> [String] {
    let groups = Dictionary(grouping: facts.filter { value($0) != nil }) { value($0) ?? "" }
    let rows = groups.map {
      (value: $0.key, events: $0.value.count, errors: $0.value.count { $0.error != nil })
    }
    return rows.sorted { ($1.events, $0.value) < ($0.events, $1.value) }.map {
      "\($0.value) \($0.events) \($0.errors)"
    }
  }

  private func rows(_ items: Profile.Items) -> [String] {
    items.first.map { "\($0.value.string) \($0.counts.events) \($0.counts.errors)" }
  }

  @Test("its lists are those of a plain count", arguments: 1...8)
  func lists(seed: UInt64) throws {
    let all = facts(seed)
    let store = store([all.map(\.text).joined()], judge: Judge(scope: .all), keepsDetails: true)
    let principal = "arn:aws:iam::1:role/a"
    let own = all.filter { $0.principal == principal }
    let profile = try #require(store.profile(of: ProfileRequest(principal: ExactString(principal))))
    #expect(profile.counts.events == own.count)
    #expect(profile.counts.errors == own.count { $0.error != nil })
    #expect(profile.denied == own.count { $0.error == "AccessDenied" })
    #expect(profile.type == "AssumedRole")
    #expect(profile.counts.first.seconds == 1_793_491_200 + Int64(own.map(\.second).min() ?? 0))
    #expect(profile.counts.last.seconds == 1_793_491_200 + Int64(own.map(\.second).max() ?? 0))
    #expect(rows(profile.accounts) == plain(own) { $0.account })
    #expect(rows(profile.roles) == plain(own) { $0.role })
    #expect(rows(profile.accessKeys) == plain(own) { $0.key })
    #expect(rows(profile.addresses) == plain(own) { $0.address })
    #expect(rows(profile.userAgents) == plain(own) { fact in fact.address.map { "agent of \($0)" } })
    #expect(rows(profile.sessions) == plain(own) { $0.session })
    let writes = ["CreateUser": "iam:CreateUser", "AssumeRole": "sts:AssumeRole"]
    let reads = ["GetUser": "iam:GetUser", "ListUsers": "iam:ListUsers"]
    #expect(rows(profile.writes) == plain(own) { writes[$0.name] })
    #expect(rows(profile.reads) == plain(own) { reads[$0.name] })
    #expect(profile.timeline.buckets.reduce(0) { $0 + $1.events } == own.count)
    #expect(profile.timeline.buckets.reduce(0) { $0 + $1.errors } == own.count { $0.error != nil })
  }

  @Test("a window bounds what is looked at, its end exclusive")
  func window() throws {
    let texts = ["12:00:00", "12:00:05", "12:00:10"].enumerated().map { record("\($0)", at: $1) }
    let store = store([texts.joined()], keepsDetails: true)
    let ana = ExactString("arn:aws:iam::111122223333:user/ana")
    let request = ProfileRequest(principal: ana, since: time("12:00:05"), until: time("12:00:10"))
    #expect(store.profile(of: request)?.counts.events == 1)
    let later = ProfileRequest(principal: ana, since: time("13:00:00"))
    #expect(store.profile(of: later) == nil)
  }

  @Test("of a principal that is not held there is none")
  func unknown() {
    #expect(store([record("1")]).profile(of: ProfileRequest(principal: ExactString("nobody"))) == nil)
  }

  @Test("an account's id, or a name in another column, is no principal")
  func otherColumn() {
    let store = store([record("1")])
    #expect(store.profile(of: ProfileRequest(principal: ExactString("111122223333"))) == nil)
  }

  @Test("it counts each rule matched once, by severity")
  func alerts() throws {
    let rules = [
      try rule("a", "action:GetUser", .high), try rule("b", "is:error", .high), try rule("c", "ip:9.9.9.9"),
    ]
    let text = record("1") + record("2", #""errorCode":"X""#) + record("3")
    let store = store([text], judge: Judge(rules: RuleSet(rules), scope: .all), keepsDetails: true)
    let ana = ExactString("arn:aws:iam::111122223333:user/ana")
    let profile = try #require(store.profile(of: ProfileRequest(principal: ana)))
    #expect(profile.alerts == [0, 0, 0, 2, 0])
  }

  @Test("a list is cut, and says how many there are")
  func cut() throws {
    let text = (1...5).map { record("\($0)", #""sourceIPAddress":"203.0.113.\#($0)""#) }.joined()
    let store = store([text], keepsDetails: true)
    let request = ProfileRequest(principal: ExactString("arn:aws:iam::111122223333:user/ana"), items: 2)
    let addresses = try #require(store.profile(of: request)).addresses
    #expect(addresses.first.map(\.value.string) == ["203.0.113.1", "203.0.113.2"])
    #expect(addresses.total == 5)
  }

  @Test("an address first used late is new, one used before is not")
  func new() throws {
    let seen = [("10:00:00", "old"), ("11:00:00", "old"), ("17:30:00", "late"), ("18:00:00", "old")]
    let text = seen.enumerated().map { record("\($0)", at: $1.0, #""sourceIPAddress":"\#($1.1)""#) }.joined()
    let store = store([text], keepsDetails: true)
    let ana = ExactString("arn:aws:iam::111122223333:user/ana")
    let profile = try #require(store.profile(of: ProfileRequest(principal: ana)))
    #expect(profile.addresses.first.map { "\($0.value.string) \($0.isNew)" } == ["old false", "late true"])
    #expect(!profile.isNew)
  }
}

@Suite struct UnusualTimeTests {
  /// Days since 2026-10-01, a Thursday, and an hour.
  private func hours(_ seen: [(day: Int, hour: Int)]) -> SeenHours {
    var hours = SeenHours()
    for moment in seen {
      hours.add(
        Timestamp(
          milliseconds: (1_790_812_800 + Int64(moment.day) * 86_400 + Int64(moment.hour) * 3600) * 1000))
    }
    return hours
  }

  /// Every day but Mondays, at nine, for three weeks: days 4, 11 and 18 are Mondays.
  private let threeWeeks = (0..<21).filter { $0 % 7 != 4 }.map { (day: $0, hour: 9) }

  @Test("a first Monday is told") func monday() {
    #expect(hours(threeWeeks + [(25, 9)]).unusual == .weekday(1))
  }

  @Test("a second one is not, and neither is its first hour again")
  func secondMonday() { #expect(hours(threeWeeks + [(4, 9), (25, 9)]).unusual == nil) }

  @Test("an hour never seen on any day is told") func hour() {
    #expect(hours(threeWeeks + [(24, 3)]).unusual == .hour(3))
  }

  @Test("the latest event decides, in whatever order they come")
  func order() { #expect(hours([(24, 3)] + threeWeeks.reversed()).unusual == .hour(3)) }

  @Test("less than two weeks say nothing")
  func short() { #expect(hours([(0, 9), (5, 9), (13, 3)]).unusual == nil) }

  @Test("an empty one says nothing") func empty() { #expect(hours([]).unusual == nil) }
}
