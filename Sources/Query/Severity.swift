/// How bad an alert is: Sigma's `level`, from the least to the worst.
package enum Severity: Int, Comparable, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  case informational, low, medium, high, critical

  /// The severity that a Sigma level, the filter bar or `--fail-on` names, in any case; nil for any other
  /// word.
  package init?(named word: some StringProtocol) {
    let lowered = word.lowercased()
    guard let found = Severity.allCases.first(where: { $0.name == lowered }) else { return nil }
    self = found
  }

  /// The name as Sigma and the snapshot write it.
  package var name: String {
    switch self {
    case .informational: "informational"
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  package var description: String { name }

  /// Whether it is worth an eye that is caught: what is less is counted and listed, and colours nothing.
  package var isNotable: Bool { self >= .medium }

  package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
