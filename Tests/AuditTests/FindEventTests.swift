import CloudTrail
import Detection
import Query
import Seeded
import Testing

@testable import Audit

@Suite("Finding an event of a list") struct FindEventTests {
  /// Minutes after noon, read in an order of their own: an error at 2, an alert at 5, both at 7.
  private func tenMinutes() throws -> EventStore {
    let text = [3, 7, 0, 9, 1, 4, 8, 2, 6, 5].map { minute in
      var more: [String] = []
      if minute == 2 || minute == 7 { more.append(#""errorCode":"AccessDenied""#) }
      if minute == 5 || minute == 7 { more.append(#""eventName":"StopLogging""#) }
      return record("\(minute)", at: "12:0\(minute):00", more.joined(separator: ","))
    }.joined()
    let rules = RuleSet([try rule("stop", "action:StopLogging")])
    return store([text], judge: Judge(rules: rules, scope: .all))
  }

  private func rows(_ store: EventStore) -> [EventRow] { store.list(EventListRequest(limit: .max)).rows }

  /// The minute of the event found from the one of minute `from`.
  private func found(
    _ store: EventStore, from: Int?, _ target: EventFindRequest.Target,
    _ direction: EventFindRequest.Direction
  ) throws -> Int? {
    let rows = rows(store)
    let id = try from.map { minute in
      try #require(rows.first { $0.time == time("12:0\(minute):00") }).id
    }
    let answer = store.find(EventFindRequest(from: id, target: target, direction: direction))
    return try answer.map { id in
      let moment = try #require(rows.first { $0.id == id }).time
      return Int((moment.milliseconds - time("12:00:00").milliseconds) / 60_000)
    }
  }

  @Test("the nearest error or alert, never the event itself")
  func kinds() throws {
    let store = try tenMinutes()
    #expect(try found(store, from: 9, .error, .older) == 7)
    #expect(try found(store, from: 7, .error, .older) == 2)
    #expect(try found(store, from: 2, .error, .older) == nil)
    #expect(try found(store, from: 2, .error, .newer) == 7)
    #expect(try found(store, from: 0, .alert, .newer) == 5)
    #expect(try found(store, from: 5, .alert, .newer) == 7)
    #expect(try found(store, from: 7, .alert, .newer) == nil)
  }

  @Test("from above the newest everything is older and nothing newer")
  func fromAbove() throws {
    let store = try tenMinutes()
    #expect(try found(store, from: nil, .alert, .older) == 7)
    #expect(try found(store, from: nil, .alert, .newer) == nil)
    #expect(try found(store, from: nil, .distance(seconds: 150), .older) == 6)
  }

  @Test("the nearest event at least so far away, or the last one that way")
  func distances() throws {
    let store = try tenMinutes()
    #expect(try found(store, from: 6, .distance(seconds: 120), .older) == 4)
    #expect(try found(store, from: 6, .distance(seconds: 121), .older) == 3)
    #expect(try found(store, from: 6, .distance(seconds: 3600), .older) == 0)
    #expect(try found(store, from: 0, .distance(seconds: 3600), .older) == nil)
    #expect(try found(store, from: 6, .distance(seconds: 90), .newer) == 8)
    #expect(try found(store, from: 6, .distance(seconds: 86_400), .newer) == 9)
    #expect(try found(store, from: 9, .distance(seconds: 1), .newer) == nil)
  }

  @Test("a moment is the newest event that is not later, where there is none the oldest")
  func moments() throws {
    let store = try tenMinutes()
    #expect(try found(store, from: 9, .moment(time("12:04:30")), .older) == 4)
    #expect(try found(store, from: 9, .moment(time("12:04:00")), .older) == 4)
    #expect(try found(store, from: 9, .moment(time("11:00:00")), .older) == 0)
  }

  @Test("only events of the list are found, whatever lies outside of it")
  func narrowed() throws {
    let store = try tenMinutes()
    let filter = try FilterSyntax.predicate(from: "-action:StopLogging", now: time("12:00:00"))
    let request = EventFindRequest(predicate: filter, target: .error, direction: .older)
    let two = try #require(rows(store).first { $0.time == time("12:02:00") })
    #expect(store.find(request) == two.id)
    let late = EventFindRequest(since: time("12:08:00"), target: .error, direction: .older)
    #expect(store.find(late) == nil)
  }

  /// The same by walking along the whole list.
  private func naive(_ request: EventFindRequest, _ newestFirst: [EventRow]) -> EventRow.ID? {
    let place = newestFirst.firstIndex { $0.id == request.from }
    let start = place ?? -1
    let way =
      request.direction == .older
      ? Array(newestFirst[(start + 1)...]) : newestFirst[..<max(0, start)].reversed()
    switch request.target {
    case .error: return way.first(where: \.isError)?.id
    case .alert:
      let isHeard = { (row: EventRow) in
        row.rules.contains {
          request.decisions.state(of: $0, group: [row.account, row.principal], at: row.time) != .muted
        }
      }
      return way.first(where: isHeard)?.id
    case .moment(let moment):
      let isReached = { (row: EventRow) in
        request.direction == .older ? row.time <= moment : row.time >= moment
      }
      return (way.first(where: isReached) ?? way.last)?.id
    case .distance(let seconds):
      let origin = place.map { newestFirst[$0].time } ?? newestFirst[0].time
      return
        (way.first { abs($0.time.milliseconds - origin.milliseconds) >= seconds * 1000 } ?? way.last)?.id
    }
  }

  @Test("in random stores, with many events of one time, it is the one that walking finds")
  func random() throws {
    var random = SeededRandom(state: 44)
    let rules = RuleSet([try rule("stop", "action:StopLogging")])
    for _ in 0..<60 {
      let text = (0..<1 + random.below(40)).map { number in
        let clock = "12:0\(random.below(3)):0\(random.below(4))"
        let error = random.below(4) == 0 ? #","errorCode":"X""# : ""
        let name = random.below(5) == 0 ? "StopLogging" : "GetUser"
        return record("\(number)", at: clock, #""eventName":"\#(name)"\#(error)"#)
      }.joined()
      let store = store([text], judge: Judge(rules: rules, scope: .all))
      let rows = rows(store)
      for _ in 0..<20 {
        let targets: [EventFindRequest.Target] = [
          .error, .alert, .distance(seconds: 1), .distance(seconds: 2), .distance(seconds: 61),
          .moment(time("12:01:02")), .moment(time("11:59:59")),
        ]
        var request = EventFindRequest(
          from: random.below(8) == 0 ? nil : random.pick(rows).id, target: random.pick(targets),
          direction: random.below(2) == 0 ? .older : .newer)
        if random.below(2) == 0 {
          let until = time("12:0\(random.below(3)):00")
          request.decisions = AlertDecisions([
            AlertDecision(
              scope: AlertScope(rule: "stop"), kind: .muted(until: until), reason: "", decidedAt: until)
          ])
        }
        #expect(store.find(request) == naive(request, rows))
      }
    }
  }
}
