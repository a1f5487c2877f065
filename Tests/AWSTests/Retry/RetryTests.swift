import CloudTrail
import Testing

@testable import AWS

@Suite("Asking again")
struct RetryTests {
  // 500 tokens at 5 and at 10, by "Retry behavior" of the AWS SDKs and Tools Reference Guide.
  @Test(
    "a hundred retries, or fifty after timeouts, are paid for",
    arguments: [(RetryBudget.Price.retry, 100), (.retryAfterTimeout, 50)])
  func budget(price: RetryBudget.Price, count: Int) {
    let budget = RetryBudget()
    for _ in 0..<count { #expect(budget.pay(price)) }
    #expect(!budget.pay(price))
  }

  @Test("a success gives back what its retry cost, or one token")
  func refund() {
    let budget = RetryBudget()
    while budget.pay(.retry) {}
    budget.refund(.retry)
    #expect(budget.pay(.retry))
    for _ in 0..<4 { budget.refund(nil) }
    #expect(!budget.pay(.retry))
    budget.refund(nil)
    #expect(budget.pay(.retry))
  }

  @Test("there is never more than the whole budget")
  func full() {
    let budget = RetryBudget()
    budget.refund(.retryAfterTimeout)
    for _ in 0..<100 { #expect(budget.pay(.retry)) }
    #expect(!budget.pay(.retry))
  }

  @Test("the wait doubles up to 20 seconds, and chance takes any part of it")
  func backoff() {
    let longest = Backoff { 1 }
    #expect((1...7).map { longest.delay(before: $0) } == [1, 2, 4, 8, 16, 20, 20].map { .seconds($0) })
    #expect(Backoff { 0.25 }.delay(before: 3) == .seconds(1))
    #expect(Backoff { 0 }.delay(before: 60) == .zero)
  }

  @Test(
    "the server's wait counts up to a minute; what is no number does not",
    arguments: [
      ("5", 5), ("1000", 60), ("-1", 0), ("nan", 0), ("inf", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
    ])
  func retryAfter(header: String, seconds: Int) {
    let answer = HTTPAnswer(status: 503, headers: [HTTPHeader("Retry-After", header)])
    #expect(Backoff { 0 }.delay(before: 1, after: answer) == .seconds(seconds))
  }

  @Test("AWS's own header is in milliseconds")
  func milliseconds() {
    let answer = HTTPAnswer(status: 503, headers: [HTTPHeader("x-amz-retry-after", "1500")])
    #expect(Backoff { 0 }.delay(before: 1, after: answer) == .milliseconds(1500))
  }

  @Test("requests to a service are kept apart, and a pause earns no burst")
  func rateLimit() {
    let limit = RateLimit(perSecond: 5)
    #expect((0..<3).map { _ in limit.reserve(at: november) } == [0, 200, 400].map { .milliseconds($0) })
    let later = Timestamp(milliseconds: november.milliseconds + 60_000)
    #expect((0..<2).map { _ in limit.reserve(at: later) } == [0, 200].map { .milliseconds($0) })
  }
}
