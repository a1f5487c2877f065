import Testing

@testable import State

@Suite("The rhythms of groups")
struct RhythmsTests {
  private let folder = Folder()

  private func record(_ group: String, _ newest: Int64, isTold: Bool = false) -> RhythmRecord {
    RhythmRecord(
      correlation: "silent", group: group, newest: newest, event: "e\(newest)", isTold: isTold,
      slots: [1, 0, 255], record: group == "bare" ? nil : [123, 125])
  }

  @Test(
    "are there for the next run, the latest in place of what was, and forgotten when their group is long gone"
  )
  func kept() throws {
    let file = try StateFile.open(folder.state)
    try file.raise([], rhythms: [record("a", 5), record("bare", 9)], of: "c", now: 0)
    try file.raise([], rhythms: [record("a", 7, isTold: true)], of: "c", now: 0)
    #expect(
      try Set(StateFile.open(folder.state).rhythms(of: "c")) == [
        record("a", 7, isTold: true), record("bare", 9),
      ])
    #expect(try file.rhythms(of: "other").isEmpty)
    try file.forgetRhythms(of: "c", before: 8)
    #expect(try file.rhythms(of: "c").map(\.group) == ["bare"])
  }
}
