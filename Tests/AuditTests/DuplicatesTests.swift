import CloudTrail
import Seeded
import Testing

@testable import Audit

/// Which of several copies of an event counts (COUNTING 19).
@Suite struct DuplicatesTests {
  /// Copies of one event, each less than the next by one part of the order alone, and more by all the parts behind it.
  private static let ladder = [
    record("1", at: "11:59:59", #""recipientAccountId":"9","errorCode":"Z""#),
    record("1", #""recipientAccountId":"1","eventName":"Z","errorCode":"Z""#),
    record(
      "1", #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"a"},"eventName":"Z","errorCode":"Z""#),
    record(
      "1", #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"A","errorCode":"Z""#),
    record(
      "1", #""recipientAccountId":"2","userIdentity":{"type":"A","arn":"b"},"eventName":"B","errorCode":"Z""#),
    // A missing type is `Unknown`, which stands between A and Z.
    record("1", #""recipientAccountId":"2","userIdentity":{"arn":"b"},"eventName":"B","errorCode":"Z""#),
    record(
      "1", #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"B","readOnly":false"#
    ),
    record(
      "1",
      #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"B","errorCode":"A","readOnly":false"#
    ),
    record(
      "1", #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"B","errorCode":"B""#),
    record(
      "1",
      #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"B","errorCode":"B","readOnly":true"#
    ),
    record(
      "1",
      #""recipientAccountId":"2","userIdentity":{"type":"Z","arn":"b"},"eventName":"B","errorCode":"B","readOnly":false"#
    ),
  ]

  /// What distinguishes the rungs, as it is counted of the one row.
  private func counted(_ store: EventStore) -> String {
    store.read { events in
      let core = events.cores[events.cores.start]
      let strings = events.strings
      let group = events.groups[core.group]
      let names = [group.account, group.principal, group.action, group.type, core.error].map { strings[$0] }
      return "\(core.time.rfc3339) \(names) \(core.flags.rawValue & 15)"
    }
  }

  @Test(
    "of two copies the lesser counts, whichever comes first, and the other's source counts it",
    arguments: 0..<ladder.count - 1)
  func least(rung: Int) {
    for higher in rung + 1..<Self.ladder.count {
      let lesser = counted(store([Self.ladder[rung]]))
      for reading in [[0, 1], [1, 0]] {
        let store = store([Self.ladder[rung], Self.ladder[higher]], reading: reading)
        #expect(counted(store) == lesser, "\(rung) and \(higher)")
        #expect(store.counts().map(\.duplicates) == [0, 1])
        #expect(store.counts().map(\.read) == [1, 1])
      }
    }
  }

  @Test("a failed sign-in comes behind one that says nothing, when all before is equal")
  func errorWithoutCode() {
    let failed = record("1", #""eventName":"ConsoleLogin","responseElements":{"ConsoleLogin":"Failure"}"#)
    let silent = record("1", #""eventName":"ConsoleLogin","readOnly":false"#)
    #expect(counted(store([failed, silent])) == counted(store([silent])))
  }

  @Test("of equal copies the earlier source keeps, whatever the order of reading")
  func equal() {
    for reading in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let store = store([record("1"), record("1"), record("1")], reading: reading)
      #expect(store.counts().map(\.duplicates) == [0, 1, 1])
    }
  }

  @Test("many copies in any order come to the same")
  func anyOrder() {
    let best = counted(store([Self.ladder[0]]))
    var random = SeededRandom(state: 11)
    for _ in 0..<40 {
      let store = store(Self.ladder, reading: Array(Self.ladder.indices).shuffled(using: &random))
      #expect(counted(store) == best)
      #expect(store.counts().map(\.duplicates) == [0] + Array(repeating: 1, count: Self.ladder.count - 1))
    }
  }

  @Test("live, the first to arrive counts")
  func live() {
    let store = store([record("1", #""errorCode":"Z""#), record("1")], duplicates: .first)
    #expect(counted(store).contains(#""Z""#))
    #expect(store.counts().map(\.duplicates) == [0, 1])
  }

  @Test("records without an id are duplicates only byte for byte")
  func withoutID() {
    let store = store([record(nil) + record(nil) + record(nil, #""x":1"#)])
    #expect(store.counts()[0].read == 3 && store.counts()[0].duplicates == 1)
  }

  @Test("a copy that is out of scope leaves its source's count when another is kept")
  func outOfScope() {
    let outside = record("1", at: "12:00:01", #""eventSource":"ec2.amazonaws.com""#)
    for reading in [[0, 1], [1, 0]] {
      let store = store([outside, record("1")], judge: Judge(), reading: reading)
      #expect(store.counts().map(\.outOfScope) == [0, 0])
      #expect(store.counts().map(\.duplicates) == [1, 0])
    }
  }
}
