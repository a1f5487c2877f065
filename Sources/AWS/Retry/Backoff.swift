/// How long to wait before asking again: full jitter, as the AWS SDKs' standard mode has it.
package struct Backoff: Sendable {
  /// In seconds.
  static let longest = 20.0
  /// The most that a server's `Retry-After` is followed for, in seconds: beyond it a poller's own pace decides.
  static let longestAsked = 60.0

  /// A number of 0..<1, each as likely as any other.
  let random: @Sendable () -> Double

  package init(random: @escaping @Sendable () -> Double) { self.random = random }

  /// - Parameter retry: 1 for the first.
  package func delay(before retry: Int, after answer: HTTPAnswer? = nil) -> Duration {
    let seconds = random() * min(Double(1 << min(retry - 1, 10)), Backoff.longest)
    return .milliseconds(Int(max(seconds, Backoff.asked(by: answer)) * 1000))
  }

  /// `Retry-After` in seconds, or AWS's own header in milliseconds; a date is passed over.
  private static func asked(by answer: HTTPAnswer?) -> Double {
    let seconds = answer?.headers["Retry-After"].flatMap(Double.init)
    let asked = answer?.headers["x-amz-retry-after"].flatMap(Double.init).map { $0 / 1000 } ?? seconds ?? 0
    return asked.isFinite ? min(max(asked, 0), longestAsked) : 0
  }
}
