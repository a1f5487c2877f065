import CloudTrail
import Testing

@testable import Query

@Suite("Times of --since and --until")
struct WrittenTimeTests {
  private let now = Timestamp(milliseconds: 1_793_491_200_000)

  @Test(
    "a duration counts back from now",
    arguments: [("90s", 90), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600), ("0s", 0)])
  func duration(text: String, seconds: Int64) {
    #expect(WrittenTime.parse(text, now: now)?.milliseconds == now.milliseconds - seconds * 1000)
  }

  @Test(
    "seconds, clock and zone may be left out",
    arguments: [
      "2026-11-01T00:00:00Z", "2026-11-01T00:00Z", "2026-11-01T00:00", "2026-11-01", "2026-11-01T09:00+09:00",
    ])
  func time(text: String) {
    #expect(WrittenTime.parse(text, now: now) == now)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "h", "-5h", "1.5h", "24", "24H", "5 m", "yesterday", "2026-13-01", "2026-11-01T25:00Z",
      "99999999999999999999d",
      "2026-11",
    ])
  func refused(text: String) {
    #expect(WrittenTime.parse(text, now: now) == nil)
  }

  @Test("milliseconds are kept")
  func milliseconds() {
    #expect(WrittenTime.parse("2026-11-01T00:00:00.250Z", now: now)?.milliseconds == now.milliseconds + 250)
  }

  @Test(
    "a duration that begins before the year 0 is refused",
    arguments: ["9223372036854775s", "999999w"])
  func tooLong(text: String) {
    #expect(WrittenTime.parse(text, now: now) == nil)
  }
}
