import Testing

@testable import State

@Suite("What correlations have learnt")
struct LearntTests {
  private let folder = Folder()

  private func record(_ value: String, _ last: Int64, correlation: String = "new") -> LearntRecord {
    LearntRecord(
      correlation: correlation, group: "3:kim", value: value, first: 1, last: last,
      overflowed: value.isEmpty ? 7 : nil)
  }

  private func keep(_ records: [LearntRecord]) throws {
    try StateFile.open(folder.state).raise([], learnt: records, of: "c", now: 0)
  }

  @Test("is there for the next run, the latest in place of what was")
  func kept() throws {
    try keep([record("", 5), record("1:a", 5)])
    try keep([record("1:a", 9)])
    let file = try StateFile.open(folder.state)
    #expect(try Set(file.learnt(of: "c")) == [record("", 5), record("1:a", 9)])
    #expect(try file.learnt(of: "other").isEmpty)
  }

  @Test("is forgotten by the time of the correlation's newest, of one that is not loaded by today's")
  func forgetting() throws {
    try keep([record("1:a", 100), record("1:b", 200), record("1:c", 500, correlation: "gone")])
    let file = try StateFile.open(folder.state)
    try file.forgetLearnt(of: "c", memory: ["new": 50], others: 600, now: 1000)
    #expect(try Set(file.learnt(of: "c").map(\.value)) == ["1:b", "1:c"])
    try file.forgetLearnt(of: "c", memory: ["new": 50], others: 400, now: 1000)
    #expect(try file.learnt(of: "c").map(\.value) == ["1:b"])
    try file.forgetLearnt(of: "c", memory: ["new": 50], others: 400, now: 210)
    #expect(try file.learnt(of: "c").map(\.value) == ["1:b"])
  }
}
