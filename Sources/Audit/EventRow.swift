import CloudTrail
import Query

/// One event as a line of the events pane shows it.
package struct EventRow: Hashable, Sendable {
  /// The event's identity: it stays the event's while others come and go, unlike any place in a list.
  package struct ID: Hashable, Sendable {
    /// 128 bits that no other kept event has; what they are made of is the store's own business.
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }
  }

  package var id: ID
  /// `eventTime`.
  package var time: Timestamp
  /// The account's id, or what stands for it (DESIGN, The domain).
  package var account: String
  /// The principal's key, whole.
  package var principal: String
  /// `userIdentity.type`.
  package var principalType: String
  /// The session's name, where the event has one.
  package var session: String?
  /// `iam:CreateUser`.
  package var action: String
  /// `awsRegion`.
  package var region: String?
  /// `sourceIPAddress`: an address, or the name of an AWS service.
  package var sourceIP: String?
  /// What the action acted on, in short.
  package var target: String?
  package var errorCode: String?
  package var isError: Bool
  package var isWrite: Bool
  /// That of the worst rule matched; nil when none did.
  package var severity: Severity?
  /// The ids of the rules matched, sorted by bytes.
  package var rules: [String]

  package init(
    id: ID, time: Timestamp, account: String, principal: String, principalType: String,
    session: String? = nil, action: String, region: String? = nil, sourceIP: String? = nil,
    target: String? = nil, errorCode: String? = nil, isError: Bool = false, isWrite: Bool = false,
    severity: Severity? = nil, rules: [String] = []
  ) {
    (self.id, self.time, self.account) = (id, time, account)
    (self.principal, self.principalType, self.session) = (principal, principalType, session)
    (self.action, self.region, self.sourceIP, self.target) = (action, region, sourceIP, target)
    (self.errorCode, self.isError, self.isWrite) = (errorCode, isError, isWrite)
    (self.severity, self.rules) = (severity, rules)
  }
}
