import Audit
import CloudTrail
import Detection

/// The facts of an alert as label and value: ten, the most that a section of Slack's has.
struct SlackFields {
  let all: [(label: String, value: String)]

  init(_ alert: RaisedAlert, account: String) {
    let event = alert.event
    all = [
      ("Account", account), ("Principal", event.principal),
      ("Person", Person.named(in: event) ?? "none: it acts for itself"),
      ("Action", SlackFields.action(event)), ("Target", event.target ?? "none named"),
      ("Address", event.sourceIP ?? "none"), ("User agent", event.userAgent ?? "none"),
      ("Error", SlackFields.error(event)), ("Time", SlackFields.time(alert)), ("Rule", alert.rule.id),
    ]
  }

  private static func action(_ event: EventLine) -> String {
    event.region.map { "\(event.action) in \($0)" } ?? event.action
  }

  private static func error(_ event: EventLine) -> String {
    guard let code = event.errorCode else { return event.isError ? "Failure" : "none: it was done" }
    let message = event.record?.withView { $0.member("errorMessage")?.text?.string }
    return message.map { "\(code): \($0)" } ?? code
  }

  private static func time(_ alert: RaisedAlert) -> String {
    guard alert.eventIDs.count > 1 else { return alert.last.rfc3339 }
    return "\(alert.last.rfc3339), the last of \(alert.eventIDs.count) events since \(alert.first.rfc3339)"
  }
}
