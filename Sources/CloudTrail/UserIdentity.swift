/// The parts of `userIdentity` that say who acted (CloudTrail user guide, userIdentity element), as places in the record.
struct UserIdentity {
  var type = FieldSpan.absent
  var arn = FieldSpan.absent
  var userName = FieldSpan.absent
  var principalId = FieldSpan.absent
  var invokedBy = FieldSpan.absent
  var accountId = FieldSpan.absent
  var accessKeyId = FieldSpan.absent
  /// `sessionContext.sessionIssuer.arn`: the role or user that a session was issued for.
  var issuerArn = FieldSpan.absent
  /// `onBehalfOf.userId`: the Identity Center user.
  var onBehalfOfUserId = FieldSpan.absent
}

extension Scanner {
  /// Reads the `userIdentity` that begins here; a value that is no object leaves an identity without any field.
  mutating func scanUserIdentity(depth: Int) throws(JSONFault) -> UserIdentity {
    var identity = UserIdentity()
    try forEachMember(depth: depth) { (scanner, key, length, depth) throws(JSONFault) in
      switch length {
      case 3 where same(key, "arn"): identity.arn = try scanner.scanText(depth: depth)
      case 4 where same(key, "type"): identity.type = try scanner.scanText(depth: depth)
      case 8 where same(key, "userName"): identity.userName = try scanner.scanText(depth: depth)
      case 9 where same(key, "accountId"): identity.accountId = try scanner.scanAccountId(depth: depth)
      case 9 where same(key, "invokedBy"): identity.invokedBy = try scanner.scanText(depth: depth)
      case 10 where same(key, "onBehalfOf"):
        identity.onBehalfOfUserId = try scanner.scanMember("userId", depth: depth)
      case 11 where same(key, "principalId"): identity.principalId = try scanner.scanText(depth: depth)
      case 11 where same(key, "accessKeyId"): identity.accessKeyId = try scanner.scanText(depth: depth)
      case 14 where same(key, "sessionContext"):
        identity.issuerArn = try scanner.scanIssuerArn(depth: depth)
      default: try scanner.skipValue(depth: depth)
      }
    }
    return identity
  }

  private mutating func scanIssuerArn(depth: Int) throws(JSONFault) -> FieldSpan {
    var found = FieldSpan.absent
    try forEachMember(depth: depth) { (scanner, key, length, depth) throws(JSONFault) in
      if length == 13, same(key, "sessionIssuer") {
        found = try scanner.scanMember("arn", depth: depth)
      } else {
        try scanner.skipValue(depth: depth)
      }
    }
    return found
  }

  /// The text of one member of the object that begins here.
  private mutating func scanMember(_ name: StaticString, depth: Int) throws(JSONFault) -> FieldSpan {
    var found = FieldSpan.absent
    try forEachMember(depth: depth) { (scanner, key, length, depth) throws(JSONFault) in
      if length == name.utf8CodeUnitCount, same(key, name) {
        found = try scanner.scanText(depth: depth)
      } else {
        try scanner.skipValue(depth: depth)
      }
    }
    return found
  }
}
