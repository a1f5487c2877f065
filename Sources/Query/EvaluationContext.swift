import CloudTrail

/// What an evaluation knows beside the event.
package struct EvaluationContext: Sendable {
  /// Names of accounts by their 12-digit id, from the configuration.
  package var accountNames: [ExactString: String]

  package init(accountNames: [ExactString: String] = [:]) { self.accountNames = accountNames }
}
