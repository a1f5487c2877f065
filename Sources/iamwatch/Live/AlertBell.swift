import Audit
import CloudTrail
import Configuration
import Query
import Terminal
import Text

/// When the live screen calls a person, and how.
struct BellSetting: Sendable {
  /// The least severity that is worth it.
  let severity: Severity
  let form: TerminalNotice

  /// What flags, variables or the configuration ask for; nil where none does: it is off unless asked for.
  init?(severity flag: String?, form formFlag: String?, _ notify: Configuration.Notify) throws(UsageError) {
    let named = flag ?? Environment.flag("BELL")
    guard let text = named ?? notify.bell?.name else { return nil }
    guard let severity = Severity(named: text) else {
      let all = Severity.allCases.map(\.name).joined(separator: ", ")
      throw UsageError("--bell \(text): one of \(all)")
    }
    let written = formFlag ?? Environment.flag("BELL_FORM") ?? notify.bellForm ?? TerminalNotice.bell.rawValue
    guard let form = TerminalNotice(rawValue: written) else {
      let all = TerminalNotice.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--bell-form \(written): one of \(all)")
    }
    (self.severity, self.form) = (severity, form)
  }
}

/// Calls the person for alerts that come in: not for those of before, not for those that somebody decided about, and not too often.
struct AlertBell: Sendable {
  /// What comes in meanwhile is told with the next call.
  static let pause = Duration.seconds(10)

  let form: TerminalNotice
  private let severity: Severity
  private let store: EventStore
  private let accountNames: [ExactString: String]
  private var place = 0
  private var untold: [ArisenAlert] = []
  private var nextCall: ContinuousClock.Instant?

  init(_ setting: BellSetting, _ store: EventStore, accountNames: [ExactString: String]) {
    (form, severity) = (setting.form, setting.severity)
    (self.store, self.accountNames) = (store, accountNames)
  }

  /// Looks at what has come in.
  /// - Parameter isLive: whether any of it is news, and not of before the screen was opened.
  mutating func look(isLive: Bool, _ decisions: AlertDecisions) {
    let (alerts, end) = store.alerts(from: place)
    place = end
    guard isLive else { return }
    untold += alerts.filter { alert in
      alert.severity >= severity
        && decisions.state(of: alert.rule, group: alert.group, at: alert.time) == .open
    }
  }

  /// What to say now; nil for nothing, or not yet.
  mutating func call(at now: ContinuousClock.Instant) -> String? {
    guard let worst = untold.max(by: { $0.severity < $1.severity }), nextCall.map({ $0 <= now }) ?? true
    else {
      return nil
    }
    let more = untold.count > 1 ? ", and \(untold.count - 1) more" : ""
    (untold, nextCall) = ([], now + AlertBell.pause)
    let account = accountNames[ExactString(worst.account)] ?? worst.account
    return sanitised(
      "\(worst.severity.name): \(worst.title), \(ShownPrincipal.form(of: worst.principal)) in \(account)\(more)"
    )
  }
}
