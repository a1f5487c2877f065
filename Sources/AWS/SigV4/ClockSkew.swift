import CloudTrail
import Synchronization

/// How far this machine's clock is from a service's, learnt when the service complains.
///
/// A signature is good for five minutes before and after (IAM User Guide, "Troubleshoot requests"); a clock that is further
/// off is corrected for what is signed, and shown.
package final class ClockSkew: Sendable {
  /// A difference of no more than this explains no refusal: 4 minutes, as the AWS SDKs hold.
  private static let tolerated: Int64 = 4 * 60 * 1000

  private let milliseconds = Mutex<Int64>(0)

  package init() {}

  /// What is added to this machine's time: positive when its clock is slow.
  package var correction: Duration { .milliseconds(milliseconds.withLock { $0 }) }

  /// `time` as the service has it.
  package func corrected(_ time: Timestamp) -> Timestamp {
    Timestamp(milliseconds: time.milliseconds + milliseconds.withLock { $0 })
  }

  /// Learns from the answer of a service that refused a request signed for `signedAt`.
  /// - Returns: Whether the clock explains the refusal, and signing again is worth while.
  package func learn(from answer: HTTPAnswer, at now: Timestamp, signedAt: Timestamp) -> Bool {
    guard let date = answer.date else { return false }
    let (error, isTooFar) = date.milliseconds.subtractingReportingOverflow(signedAt.milliseconds)
    guard !isTooFar, error.magnitude > ClockSkew.tolerated.magnitude else { return false }
    milliseconds.withLock { $0 = date.milliseconds - now.milliseconds }
    return true
  }
}
