import CloudTrail
import Query

/// One row of a table, whichever the table.
struct TableRow: Hashable, Sendable {
  /// What tells it from every other row.
  var key: ExactString
  /// How it is shown; it may be hostile text.
  var name: String
  /// A second word about it: the account's id, the principal's type, the action's access, the rule's
  /// severity.
  var note: String
  var events: Int
  var errors = 0
  var alerts = 0
  /// How many accounts a principal acted in.
  var accounts: Int?
  var first: Timestamp
  var last: Timestamp
  /// A rule's.
  var severity: Severity?
  /// What was decided about a rule's alerts.
  var state: AlertState?
  /// What a rule's alerts are told apart by, those with most events first.
  var groups: [Summary.Alert.Group] = []
  /// When its events came in the window, and whether it is new there.
  var spark = Summary.Spark(parts: [], isNew: false)

  /// The parts of the window that a row's sparkline shows.
  static let sparkParts = 8
}

extension TableRow {
  /// The rows of a table in the order of the answer.
  static func rows(of table: TableKind, in summary: Summary, names: [ExactString: String]) -> [TableRow] {
    switch table {
    case .accounts:
      summary.accounts.map { row in
        TableRow(
          key: row.account, name: names[row.account] ?? row.account.string, note: row.account.string,
          counts: row.counts, spark: row.spark)
      }
    case .principals: principals(summary.principals, names: names)
    case .actions:
      summary.actions.map { row in
        TableRow(
          key: row.action, name: row.action.string, note: row.access.rawValue, counts: row.counts,
          spark: row.spark)
      }
    case .alerts: summary.alerts.map(TableRow.init)
    }
  }

  /// Principals by their short forms; those that share one are told apart by the account they belong to.
  private static func principals(_ principals: [Summary.Principal], names: [ExactString: String])
    -> [TableRow]
  {
    let forms = principals.map { ShownPrincipal.form(of: $0.principal.string) }
    let uses = Dictionary(forms.map { (ExactString($0), 1) }, uniquingKeysWith: +)
    return zip(principals, forms).map { row, form in
      let isShared = uses[ExactString(form)] ?? 1 > 1
      let owner = isShared ? account(of: row.principal.string).map { names[ExactString($0)] ?? $0 } : nil
      var shown = TableRow(
        key: row.principal, name: owner.map { "\(form)@\($0)" } ?? form, note: row.type, counts: row.counts,
        spark: row.spark)
      shown.accounts = row.accounts
      return shown
    }
  }

  /// The account in an ARN (`arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`).
  private static func account(of arn: String) -> String? {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" && !parts[4].isEmpty ? String(parts[4]) : nil
  }

  private init(key: ExactString, name: String, note: String, counts: Summary.Counts, spark: Summary.Spark?) {
    (self.key, self.name, self.note) = (key, name, note)
    (events, errors, alerts) = (counts.events, counts.errors, counts.alerts)
    (first, last) = (counts.first, counts.last)
    if let spark { self.spark = spark }
  }

  private init(_ alert: Summary.Alert) {
    (key, name, note) = (ExactString(alert.rule), alert.title, alert.severity.name)
    (events, errors, severity) = (alert.count, alert.errors, alert.severity)
    (first, last) = (alert.first, alert.last)
    (state, groups) = (alert.state, alert.groups)
    if let spark = alert.spark { self.spark = spark }
  }
}
