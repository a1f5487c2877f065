import Testing

@testable import State

@Suite("Decisions about alerts in the state")
struct AlertDecisionsTests {
  private let folder = Folder()

  private func decision(
    _ rule: String = "r", group: String = "", kind: String = "muted", reason: String = "why", at: Int64 = 1,
    limit: Int64? = nil
  ) -> AlertDecisionRecord {
    AlertDecisionRecord(rule: rule, group: group, kind: kind, reason: reason, decidedAt: at, limit: limit)
  }

  @Test("they come back as they were, the earliest first, to the next run too")
  func back() throws {
    let kept = [decision(at: 1), decision(group: "1:a", kind: "acknowledged", reason: "", at: 2, limit: -5)]
    let file = try StateFile.open(folder.state)
    for one in kept.reversed() { try file.keep(one, of: "c") }
    #expect(try StateFile.open(folder.state).alertDecisions(of: "c") == kept)
    #expect(OpenState(folder.state, context: "c").alertDecisions == kept)
    #expect(try file.alertDecisions(of: "other").isEmpty)
  }

  @Test("one takes the place of the earlier one of its kind about the same alerts, and of no other")
  func replaces() throws {
    let file = try StateFile.open(folder.state)
    for one in [
      decision(reason: "old"), decision(kind: "acknowledged", at: 2), decision(group: "1:a", at: 3),
      decision(reason: "new", at: 4, limit: 9),
    ] { try file.keep(one, of: "c") }
    #expect(try file.alertDecisions(of: "c").map(\.reason) == ["why", "why", "new"])
  }

  @Test("one that is taken back is gone, whatever its reason says meanwhile")
  func removed() throws {
    let file = try StateFile.open(folder.state)
    try file.keep(decision(reason: "mine"), of: "c")
    try file.keep(decision("s"), of: "c")
    try file.remove(decision(reason: "another's", at: 7, limit: 3), of: "c")
    #expect(try file.alertDecisions(of: "c").map(\.rule) == ["s"])
  }

  @Test("two programs that decide at once lose neither's decision")
  func together() async throws {
    let path = folder.state
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let file = try StateFile.open(path)
          for number in 0..<25 {
            try file.keep(
              AlertDecisionRecord(
                rule: "\(writer)-\(number)", group: "", kind: "muted", reason: "", decidedAt: 0, limit: nil),
              of: "c")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try StateFile.open(path).alertDecisions(of: "c").count == 100)
  }

  @Test("another program's change is seen, one's own is none")
  func otherChanges() throws {
    let (mine, theirs) = (try StateFile.open(folder.state), try StateFile.open(folder.state))
    let before = try mine.otherChanges()
    try mine.keep(decision(), of: "c")
    #expect(try mine.otherChanges() == before)
    try theirs.keep(decision("s"), of: "c")
    #expect(try mine.otherChanges() != before)
  }

  @Test("a file of the version before has none and takes them")
  func migrated() throws {
    _ = try StateFile.open(folder.state)
    let old = try Database(folder.state, .write, patience: 100)
    try old.run("DROP TABLE alert_decisions; DROP TABLE learnt; DROP TABLE rhythms; PRAGMA user_version = 4")
    let file = try StateFile.open(folder.state)
    try file.keep(decision(), of: "c")
    #expect(try file.alertDecisions(of: "c").count == 1)
  }
}
