import CloudTrail
import Query

/// One moment's whole answer: what `--once` prints, in whatever format (DESIGN, The snapshot).
package struct Snapshot: Sendable {
  package static let schema = "iamwatch.snapshot/1"

  package var generatedAt: Timestamp
  /// The filter as it was given; nil without one.
  package var filter: String?
  package var scope: Scope
  package var sources: [SourceHealth]
  package var summary: Summary
  /// Names of accounts by their id, from the configuration.
  package var accountNames: [ExactString: String]

  package init(
    generatedAt: Timestamp, filter: String?, scope: Scope, sources: [SourceHealth], summary: Summary,
    accountNames: [ExactString: String] = [:]
  ) {
    (self.generatedAt, self.filter, self.scope) = (generatedAt, filter, scope)
    (self.sources, self.summary, self.accountNames) = (sources, summary, accountNames)
  }

  /// The alerts that are told: muted ones do not count (DESIGN, Exit status).
  package var alerts: [Summary.Alert] { summary.alerts.filter { !$0.isMuted } }

  /// The worst severity that a rule matched with; nil without alerts. `--fail-on` asks for it.
  package var worstSeverity: Severity? { alerts.map(\.severity).max() }
}
