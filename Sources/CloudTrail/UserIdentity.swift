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

  /// Of a value that is no object: none of its parts can be told here.
  static func other(at offset: Int) -> UserIdentity {
    let other = FieldSpan.other(at: offset)
    return UserIdentity(
      type: other, arn: other, userName: other, principalId: other, invokedBy: other, accountId: other,
      accessKeyId: other, issuerArn: other, onBehalfOfUserId: other)
  }
}

/// The keys of `userIdentity` that reading asks for.
enum IdentityKey {
  case type, arn, userName, principalId, invokedBy, accountId, accessKeyId, sessionContext, onBehalfOf
  /// Of `sessionContext`.
  case sessionIssuer
  case other

  /// The key whose bytes, between its quotes, begin at `start`.
  init(_ start: UnsafePointer<UInt8>, length: Int) {
    switch length {
    case 3 where same(start, "arn"): self = .arn
    case 4 where same(start, "type"): self = .type
    case 8 where same(start, "userName"): self = .userName
    case 9 where same(start, "accountId"): self = .accountId
    case 9 where same(start, "invokedBy"): self = .invokedBy
    case 10 where same(start, "onBehalfOf"): self = .onBehalfOf
    case 11 where same(start, "principalId"): self = .principalId
    case 11 where same(start, "accessKeyId"): self = .accessKeyId
    case 13 where same(start, "sessionIssuer"): self = .sessionIssuer
    case 14 where same(start, "sessionContext"): self = .sessionContext
    default: self = .other
    }
  }
}

extension Scanner {
  /// Reads the `userIdentity` that begins here; a value that is no object leaves an identity without any field.
  mutating func scanUserIdentity(
    depth: Int, _ orders: inout KeyOrders
  ) throws(JSONFault) -> UserIdentity {
    guard peek() == UInt8(ascii: "{") else {
      let other = UserIdentity.other(at: offset)
      try skipValue(depth: depth)
      return other
    }
    var identity = UserIdentity()
    try forEachMember(depth: depth, order: &orders.identity, key: IdentityKey.init) {
      (scanner, key, depth) throws(JSONFault) in
      switch key {
      case .arn: identity.arn = try scanner.scanText(depth: depth)
      case .type: identity.type = try scanner.scanText(depth: depth)
      case .userName: identity.userName = try scanner.scanText(depth: depth)
      case .accountId: identity.accountId = try scanner.scanAccountId(depth: depth)
      case .invokedBy: identity.invokedBy = try scanner.scanText(depth: depth)
      case .onBehalfOf: identity.onBehalfOfUserId = try scanner.scanMember("userId", depth: depth)
      case .principalId: identity.principalId = try scanner.scanText(depth: depth)
      case .accessKeyId: identity.accessKeyId = try scanner.scanText(depth: depth)
      case .sessionContext:
        identity.issuerArn = try scanner.scanIssuerArn(
          depth: depth, order: &orders.session, issuer: &orders.issuer)
      case .sessionIssuer, .other: try scanner.skipValue(depth: depth)
      }
    }
    return identity
  }

  private mutating func scanIssuerArn(
    depth: Int, order: inout KeyOrder<IdentityKey>, issuer: inout KeyOrder<IdentityKey>
  ) throws(JSONFault) -> FieldSpan {
    var found = FieldSpan.absent
    try forEachMember(depth: depth, order: &order, key: IdentityKey.init) {
      (scanner, key, depth) throws(JSONFault) in
      guard key == .sessionIssuer else { return try scanner.skipValue(depth: depth) }
      // Of two issuers the last one counts, with an ARN or without.
      found = .absent
      try scanner.forEachMember(depth: depth, order: &issuer, key: IdentityKey.init) {
        (scanner, key, depth) throws(JSONFault) in
        if key == .arn {
          found = try scanner.scanText(depth: depth)
        } else {
          try scanner.skipValue(depth: depth)
        }
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
