import Testing

@testable import State

@Suite("What correlations remember")
struct ObservationsTests {
  private let folder = Folder()

  private func observation(_ event: String, time: Int64 = 0) -> ObservationRecord {
    ObservationRecord(
      event: event, time: time, rules: ["a", "b"], fields: ["sourceIPAddress": "203.0.113.9", "": "\n"])
  }

  private func keep(_ observations: [ObservationRecord], of context: String = "c") throws {
    try StateFile.open(folder.state).raise([], remembering: observations, of: context, now: 0)
  }

  @Test("is there for the next run, whole and in the order in which it came")
  func order() throws {
    try keep([observation("z", time: 2), observation("a", time: 1)])
    #expect(
      try StateFile.open(folder.state).observations(of: "c")
        == [observation("z", time: 2), observation("a", time: 1)])
    #expect(try StateFile.open(folder.state).observations(of: "d").isEmpty)
  }

  @Test("an event that comes again is remembered once")
  func once() throws {
    try keep([observation("a")])
    try keep([observation("a")])
    #expect(try StateFile.open(folder.state).observations(of: "c").count == 1)
  }

  @Test("is forgotten by the time of the newest, unless that claims to be of the future")
  func forgetting() throws {
    try keep([observation("a", time: 100), observation("b", time: 150), observation("c", time: 300)])
    let file = try StateFile.open(folder.state)
    try file.forgetObservations(of: "c", memory: 150, now: 1000)
    #expect(try file.observations(of: "c").map(\.event) == ["b", "c"])
    try file.forgetObservations(of: "c", memory: 50, now: 200)
    #expect(try file.observations(of: "c").map(\.event) == ["b", "c"])
  }
}
