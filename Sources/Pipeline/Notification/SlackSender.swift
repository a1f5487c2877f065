import AWS
import Audit
import CloudTrail
import Detection
import Notify
import Query
import State

/// Sends alerts to Slack, and remembers those that it has for as long as Lambda keeps this process.
actor SlackSender {
  private let secret: SlackSecret
  private let world: FunctionWorld
  private let accountNames: [String: String]
  private var address: SlackAddress?
  /// By the alert's id, oldest first.
  private var sent: [String] = []

  private static let remembered = 10_000
  /// In milliseconds: what is kept back of the function's time for telling why it failed.
  private static let reserve: Int64 = 1_500

  init(_ secret: SlackSecret, _ world: FunctionWorld, accountNames: [String: String]) {
    (self.secret, self.world, self.accountNames) = (secret, world, accountNames)
  }

  /// Comes back when Slack has the alert: at once where it had it before.
  /// - Throws: ``FunctionError`` where it has not by the deadline, or will not.
  func send(_ alert: RaisedAlert, until deadline: Timestamp) async throws(FunctionError) {
    if sent.contains(alert.id) { return }
    var isSecretFresh = false
    let backoff = Backoff(random: world.clock.random)
    for attempt in 1... {
      if address == nil {
        address = try await SlackAddress(secret.read(), channel: world.setting("IAMWATCH_SLACK_CHANNEL"))
        isSecretFresh = true
      }
      switch await deliver(alert) {
      case .delivered: return remember(alert.id)
      case .secretRefused(let reason):
        guard !isSecretFresh else {
          throw FunctionError("ExpiredWebhook", "\(reason); put a new one into the secret")
        }
        // It may have been replaced since it was read.
        address = nil
      case .refused(let reason): throw FunctionError("Slack", "alert \(alert.id) is not taken: \(reason)")
      case .later(let reason, let quiet):
        let pause = max(quiet, backoff.delay(before: attempt))
        let end = world.clock.now().milliseconds + pause.components.seconds * 1_000 + SlackSender.reserve
        guard end < deadline.milliseconds else {
          throw FunctionError("Slack", "alert \(alert.id): \(reason)")
        }
        await world.clock.sleep(pause)
      case .threadGone:
        throw FunctionError("Slack", "alert \(alert.id) is taken for a reply to a message that is gone")
      }
    }
  }

  private func deliver(_ alert: RaisedAlert) async -> DeliveryOutcome {
    guard let address else { return .later("no address") }
    let api = world.setting("IAMWATCH_SLACK_API") ?? SlackChannel.api
    let slack = address.destination(api: api, http: world.http)
    let delivery = DeliveryRecord(
      place: 0, alert: alert.id, rule: alert.rule.id, group: alert.scope.groupKey,
      principal: alert.event.principal, time: alert.last.milliseconds,
      body: slack.body(of: alert, accountName: accountNames[alert.event.account]), refusals: 0)
    return await slack.deliver(delivery, in: nil)
  }

  private func remember(_ id: String) {
    sent.append(id)
    if sent.count > SlackSender.remembered { sent.removeFirst(SlackSender.remembered / 2) }
  }
}
