/// What an event is counted by, as correlations ask for it (DESIGN, The domain).
package struct ObservedNames: ObservedValues, Sendable {
  package let account: String
  package let principal: String
  package let action: String

  /// The fields that these tell.
  static let fields: Set<String> = ["account", "principal", "action"]

  /// - Parameters: each text in UTF-8; of long ones only the start is kept, as ``ObservedField`` does.
  package init(account: String, principal: String, action: String) {
    self.account = ObservedField.cut(account)
    self.principal = ObservedField.cut(principal)
    self.action = ObservedField.cut(action)
  }

  subscript(field: String) -> String? {
    switch field {
    case "account": account
    case "principal": principal
    case "action": action
    default: nil
    }
  }
}
