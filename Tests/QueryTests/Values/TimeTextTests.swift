import Testing

@testable import CloudTrail
@testable import Query

@Suite struct TimeTextTests {
  @Test(
    "a time denotes as much as it writes",
    arguments: [
      ("2026-11-01", 1_793_491_200_000, 86_400_000), ("2026-11-01T12:00Z", 1_793_534_400_000, 60_000),
      ("2026-11-01T12:00", 1_793_534_400_000, 60_000), ("2026-11-01T13:00+01:00", 1_793_534_400_000, 60_000),
      ("2026-11-01T12:00:01Z", 1_793_534_401_000, 1000), ("2026-11-01 12:00:01", 1_793_534_401_000, 1000),
      ("2026-11-01T12:00:01.25Z", 1_793_534_401_250, 1),
    ] as [(String, Int64, Int64)])
  func read(text: String, start: Int64, length: Int64) throws {
    let time = try #require(TimeText(text))
    #expect(time.start.milliseconds == start && time.length == length)
  }

  @Test(
    "what is no time is none",
    arguments: [
      "", "2026", "2026-11", "2026-13-01", "2026-02-30", "2026-11-01T", "2026-11-01T25:00Z", "2026-11-01x",
      "noon",
    ])
  func refused(text: String) { #expect(TimeText(text) == nil) }
}
