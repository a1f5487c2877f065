import CloudTrail
import Testing

@testable import AWS

@Suite("A clock that is wrong")
struct ClockSkewTests {
  private func refusal(at date: String) -> HTTPAnswer {
    HTTPAnswer(status: 403, headers: [HTTPHeader("Date", date)])
  }

  @Test("the answer's date is learnt, and corrects what is signed next")
  func learnt() throws {
    let skew = ClockSkew()
    #expect(skew.learn(from: refusal(at: "Sun, 01 Nov 2026 00:10:00 GMT"), at: november, signedAt: november))
    #expect(skew.correction == .seconds(600))
    #expect(skew.corrected(november) == Timestamp("2026-11-01T00:10:00Z"))
  }

  @Test("a clock that is fast is corrected backwards")
  func fast() {
    let skew = ClockSkew()
    #expect(skew.learn(from: refusal(at: "Sat, 31 Oct 2026 23:00:00 GMT"), at: november, signedAt: november))
    #expect(skew.correction == .seconds(-3600))
  }

  @Test("a difference within the tolerance explains nothing")
  func tolerated() {
    let skew = ClockSkew()
    #expect(!skew.learn(from: refusal(at: "Sun, 01 Nov 2026 00:04:00 GMT"), at: november, signedAt: november))
    #expect(skew.correction == .zero)
  }

  @Test("a corrected clock that is refused again for another reason is not corrected twice")
  func corrected() {
    let skew = ClockSkew()
    let answer = refusal(at: "Sun, 01 Nov 2026 00:10:00 GMT")
    #expect(skew.learn(from: answer, at: november, signedAt: november))
    #expect(!skew.learn(from: answer, at: november, signedAt: skew.corrected(november)))
  }

  @Test(
    "an answer without a date teaches nothing", arguments: ["", "yesterday", "Sun, 1 Nov 2026 00:10:00 GMT"])
  func undated(date: String) {
    #expect(!ClockSkew().learn(from: refusal(at: date), at: november, signedAt: november))
  }

  @Test("the date of RFC 9110's example")
  func rfc9110() {
    #expect(httpDate("Sun, 06 Nov 1994 08:49:37 GMT") == Timestamp("1994-11-06T08:49:37Z"))
  }
}
