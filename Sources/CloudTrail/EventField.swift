/// The fields of an event that are read for every record, by the names the field uses; any other is asked by its path.
package enum EventField: String, CaseIterable, Hashable, Sendable {
  /// Where: `recipientAccountId`, else the envelope's `account`, else `userIdentity.accountId` (DESIGN, The domain).
  case account
  /// Who: the principal's key (DESIGN, The domain; COUNTING 14).
  case principal
  /// `userIdentity.type`.
  case principalType
  /// What: `iam:CreateUser`.
  case action
  /// The service part of the action: `eventSource` without `.amazonaws.com`.
  case service
  /// The name part of the action.
  case eventName
  /// `awsRegion`.
  case awsRegion
  /// `sourceIPAddress`: an address, or the name of an AWS service.
  case sourceIPAddress
  /// `userAgent`.
  case userAgent
  /// `errorCode`; of a failed ConsoleLogin without one, `Failure`.
  case errorCode
  /// The session's name: what follows the last `/` of an assumed-role or federated-user ARN, else what follows `:` in `principalId`.
  case session
  /// `userIdentity.accessKeyId`.
  case accessKeyId
  /// `eventID`.
  case eventID
}
