import AWS
import CloudTrail
import Digest
import State

/// A URL that gets each alert's line as `watch` prints it.
///
/// With a key, the header `X-Iamwatch-Signature` is `v0=` and the HMAC-SHA-256 in hexadecimal of `v0:TIMESTAMP:BODY`, TIMESTAMP being the
/// header `X-Iamwatch-Request-Timestamp` in seconds since the epoch: as Slack signs its own requests ("Verifying requests from Slack").
/// `Idempotency-Key` is the alert's id, the same on a second copy.
package struct SignedWebhook: Destination {
  package let name = "webhook"
  package let channel: String? = nil
  package let messagesPerSecond = 50.0
  private let url: Secret
  private let key: Secret?
  private let http: any HTTPTransport
  private let now: @Sendable () -> Timestamp

  package init(
    url: Secret, key: Secret?, http: any HTTPTransport, now: @escaping @Sendable () -> Timestamp
  ) {
    (self.url, self.key, self.http, self.now) = (url, key, http, now)
  }

  package func body(of alert: RaisedAlert, accountName: String?) -> [UInt8] { alert.json(.new) }

  package func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome {
    let request = HTTPRequest(
      method: "POST", url: url.exposed, headers: headers(of: delivery), body: delivery.body)
    do throws(HTTPError) {
      let answer = try await http.send(request)
      return (200..<300).contains(answer.status)
        ? .delivered(thread: nil) : DeliveryOutcome(unsuccessful: answer)
    } catch {
      return DeliveryOutcome(error)
    }
  }

  private func headers(of delivery: DeliveryRecord) -> [HTTPHeader] {
    let plain = [
      HTTPHeader("Content-Type", "application/json"), HTTPHeader("Idempotency-Key", delivery.alert),
    ]
    guard let key else { return plain }
    let time = "\(now().seconds)"
    let signed = Array("v0:\(time):".utf8) + delivery.body
    let signature = SHA256(authenticating: signed, key: key.exposed.utf8)
    return plain + [
      HTTPHeader("X-Iamwatch-Request-Timestamp", time), HTTPHeader("X-Iamwatch-Signature", "v0=\(signature)"),
    ]
  }
}
