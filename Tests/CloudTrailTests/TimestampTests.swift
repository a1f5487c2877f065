import Seeded
import Testing

@testable import CloudTrail

@Suite struct TimestampTests {
  @Test(
    "a time of RFC 3339 in any of its spellings is the moment it names",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-01T00:00:00Z", 1_793_491_200_000),
      ("2026-11-01t00:00:00z", 1_793_491_200_000),
      ("2026-11-01 00:00:00Z", 1_793_491_200_000), ("2026-11-01T00:00:00", 1_793_491_200_000),
      ("2026-11-01T09:00:00+09:00", 1_793_491_200_000), ("2026-10-31T19:30:00-04:30", 1_793_491_200_000),
      ("2026-11-01T00:00:00-00:00", 1_793_491_200_000), ("2026-10-31T23:59:60Z", 1_793_491_200_000),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("2000-02-29T00:00:00Z", 951_782_400_000),
      ("1969-12-31T23:59:59Z", -1000), ("0001-01-01T00:00:00Z", -62_135_596_800_000),
      ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ] as [(String, Int64)])
  func valid(text: String, milliseconds: Int64) { #expect(Timestamp(text)?.milliseconds == milliseconds) }

  @Test(
    "a fraction is kept to the millisecond, rounded down",
    arguments: [("0.5", 500), ("0.05", 50), ("0.1239", 123), ("0.9999999999", 999), ("0.000", 0)]
      as [(String, Int64)])
  func fractions(second: String, milliseconds: Int64) {
    #expect(Timestamp("1970-01-01T00:00:0\(second)Z")?.milliseconds == milliseconds)
  }

  @Test("a fraction before the epoch counts forward")
  func fractionBeforeEpoch() { #expect(Timestamp("1969-12-31T23:59:59.250Z")?.milliseconds == -750) }

  @Test(
    "what is no time of RFC 3339 gives none",
    arguments: [
      "", "2026-11-01", "2026-11-01T00:00", "2026-11-01T00:00:00+09", "2026-11-01T00:00:00+0900",
      "2026-11-01T00:00:00Zx",
      " 2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z ", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
      "2026-11-00T00:00:00Z", "2026-11-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
      "2026-11-01T24:00:00Z", "2026-11-01T00:60:00Z", "2026-11-01T00:00:61Z", "2026-11-01T00:00:00.Z",
      "2026-11-01T00:00:00,5Z", "2026-11-01T00:00:00+24:00", "2026-11-01T00:00:00+00:60", "1793491200",
      "26-11-01T00:00:00Z",
      "2026-11-01_00:00:00Z", "+2026-11-01T00:00:00Z", "２026-11-01T00:00:00Z", "2026-1-1T0:0:0Z",
    ])
  func invalid(text: String) { #expect(Timestamp(text) == nil) }

  @Test(
    "the snapshot's form has whole seconds, rounded down",
    arguments: [(1999, "1970-01-01T00:00:01Z"), (-1, "1969-12-31T23:59:59Z")] as [(Int64, String)])
  func printed(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
  }

  @Test("a printed moment is read back as it was")
  func roundTrip() {
    var random = SeededRandom(state: 1)
    for _ in 0..<2000 {
      let moment = Timestamp(milliseconds: Int64(random.below(315_537_897_600)) * 1000 - 62_135_596_800_000)
      #expect(Timestamp(moment.rfc3339) == moment)
    }
  }

  @Test("days count up by one from date to date, over leap years and centuries")
  func calendar() {
    var day = CivilTime.daysSinceEpoch(year: 1899, month: 12, day: 31)
    for year in 1900...2100 {
      for month in 1...12 {
        for date in 1...CivilTime.days(in: month, of: year) {
          day += 1
          let civil = CivilTime(seconds: day * 86_400)
          guard (civil.year, civil.month, civil.day) == (year, month, date),
            CivilTime.daysSinceEpoch(year: year, month: month, day: date) == day
          else {
            Issue.record("\(year)-\(month)-\(date)")
            return
          }
        }
      }
    }
    // 1 January 2101 is day 47,847.
    #expect(day == 47_846)
  }

  @Test(
    "quotients are rounded towards minus infinity",
    arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0)] as [(Int64, Int64, Int64)])
  func floored(number: Int64, divisor: Int64, quotient: Int64) {
    #expect(number.flooredQuotient(divisor) == quotient)
  }
}
