/// An account of the demo's organisation.
package struct DemoAccount: Sendable, Hashable {
  /// Twelve digits, made of one pair repeated so that nobody takes it for a real account.
  package let id: String
  /// What the organisation calls it.
  package let name: String

  private static let names = [
    "payments", "search", "data-lake", "checkout", "ci-tooling", "security", "sandbox-kim", "catalog",
    "ml-platform", "shared-services", "log-archive", "identity", "management", "analytics", "streaming",
    "mobile-api", "web", "fraud", "network", "payments-staging", "search-staging", "checkout-staging",
    "billing", "crm", "backup", "data-lake-staging", "catalog-staging", "ml-research", "support-tools",
    "mobile-api-staging", "web-staging", "risk", "marketing", "payments-dev", "search-dev", "iot-edge",
    "sandbox-ana", "sandbox-lee",
  ]

  /// The whole organisation, the busiest first.
  static let all: [DemoAccount] = names.enumerated().map { index, name in
    // One identifier begins with a zero, since that is where numbers and identifiers differ.
    let pair = name == "crm" ? "07" : String(10 + index * 2)
    return DemoAccount(id: String(repeating: pair, count: 6), name: name)
  }

  /// The position in `all` of the account with this name; the first when there is none.
  static func index(_ name: String) -> Int { names.firstIndex(of: name) ?? 0 }
}
