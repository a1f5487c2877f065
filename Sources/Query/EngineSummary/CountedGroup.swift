import CloudTrail

/// What engines group events by: the fields from which accounts, principals, actions, errors and access are read.
///
/// A group's values are put back into a record, and the code that reads records says what it counts as: one rule for events that are read
/// here and for those that an engine counted.
enum CountedField: String, CaseIterable {
  case eventSource, eventName, errorCode, readOnly, recipientAccountId
  case type, arn, userName, principalId, invokedBy, accountId, issuerArn, onBehalfOf
  case signIn
  case envelopeAccount

  /// Keys from the record's root; nil for the envelope's account.
  var path: [String]? {
    switch self {
    case .eventSource, .eventName, .errorCode, .readOnly, .recipientAccountId: [rawValue]
    case .type, .arn, .userName, .principalId, .invokedBy, .accountId: ["userIdentity", rawValue]
    case .issuerArn: ["userIdentity", "sessionContext", "sessionIssuer", "arn"]
    case .onBehalfOf: ["userIdentity", "onBehalfOf", "userId"]
    case .signIn: ["responseElements", "ConsoleLogin"]
    case .envelopeAccount: nil
    }
  }
}

/// One group as an engine counted it.
struct CountedGroup {
  /// The values that the group's events have, as JSON; a field that they lack is not in it.
  var values: [CountedField: QueryJSON]
  var events: Int
  var first: Timestamp
  var last: Timestamp

  /// An event of the group, as the reader takes it.
  var event: [UInt8] {
    let identity: [(CountedField, String)] = [
      (.type, "type"), (.arn, "arn"), (.userName, "userName"), (.principalId, "principalId"),
      (.invokedBy, "invokedBy"), (.accountId, "accountId"),
    ]
    var user = identity.compactMap { field, name in values[field].map { (name, $0) } }
    if let issuer = values[.issuerArn] {
      user.append(("sessionContext", ["sessionIssuer": .object([("arn", issuer)])]))
    }
    if let person = values[.onBehalfOf] { user.append(("onBehalfOf", .object([("userId", person)]))) }
    var record: [(String, QueryJSON)] = [
      ("eventTime", .string(first.rfc3339)), ("userIdentity", .object(user)),
    ]
    for field in [CountedField.eventSource, .eventName, .errorCode, .readOnly, .recipientAccountId] {
      if let value = values[field] { record.append((field.rawValue, value)) }
    }
    if let result = values[.signIn] {
      record.append(("responseElements", .object([("ConsoleLogin", result)])))
    }
    var envelope: [(String, QueryJSON)] = [("detail-type", "AWS API Call via CloudTrail")]
    if let account = values[.envelopeAccount] { envelope.append(("account", account)) }
    return QueryJSON.object(envelope + [("detail", .object(record))]).bytes
  }
}
