/// Who acted: the key under which a principal's events are counted (DESIGN, The domain; COUNTING 14).
package enum Principal {
  /// A field as it stands.
  case field(JSONText)
  /// An account's id.
  case account(AccountID)
  /// The role of an assumed-role session, from the session's own ARN.
  case role(sessionArn: JSONText)
  /// No field says it.
  case unknown

  init(_ identity: UserIdentity, in base: UnsafePointer<UInt8>) {
    self = Principal.own(identity, in: base) ?? Principal.any(identity, in: base)
  }

  /// The field that the identity's type names; nil when it is absent or the type has none of its own.
  private static func own(_ identity: UserIdentity, in base: UnsafePointer<UInt8>) -> Principal? {
    guard let type = identity.type.text(in: base) else { return nil }
    func field(_ span: FieldSpan) -> Principal? { span.text(in: base).map(Principal.field) }
    switch type.isPlain ? type.raw.count : type.withUTF8(\.count) {
    case 11 where type.equals("AssumedRole"):
      return field(identity.issuerArn) ?? identity.arn.text(in: base).map(Principal.role(sessionArn:))
    case 7 where type.equals("IAMUser"), 4 where type.equals("Root"): return field(identity.arn)
    case 10 where type.equals("AWSService"): return field(identity.invokedBy)
    case 10 where type.equals("AWSAccount"):
      return identity.accountId.accountID(in: base).map(Principal.account) ?? field(identity.principalId)
    case 13 where type.equals("FederatedUser"): return field(identity.issuerArn) ?? field(identity.arn)
    case 8 where type.equals("SAMLUser"), 15 where type.equals("WebIdentityUser"):
      return field(identity.userName) ?? field(identity.principalId)
    case 18 where type.equals("IdentityCenterUser"): return field(identity.onBehalfOfUserId)
    default: return nil
    }
  }

  private static func any(_ identity: UserIdentity, in base: UnsafePointer<UInt8>) -> Principal {
    for span in [identity.arn, identity.userName, identity.principalId, identity.invokedBy] {
      if let text = span.text(in: base) { return .field(text) }
    }
    return identity.accountId.accountID(in: base).map(Principal.account) ?? .unknown
  }

  /// Calls `body` with the key's UTF-8.
  package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    switch self {
    case .field(let text): try text.withUTF8(body)
    case .account(let account): try account.withUTF8(body)
    case .role(let arn): try arn.withUTF8 { try Principal.withRole(ofSession: $0, body) }
    case .unknown: try Array("unknown".utf8).withUnsafeBufferPointer(body)
    }
  }

  /// Turns `arn:P:sts::A:assumed-role/NAME/SESSION` to `arn:P:iam::A:role/NAME`; an ARN of another shape is used as it is.
  private static func withRole<Result>(
    ofSession arn: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let parts = arn.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].elementsEqual("arn".utf8), parts[2].elementsEqual("sts".utf8),
      parts[3].isEmpty
    else { return try body(arn) }
    let path = parts[5].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard path.count == 3, path[0].elementsEqual("assumed-role".utf8), !path[1].isEmpty else {
      return try body(arn)
    }
    var role = Array("arn:".utf8)
    role += parts[1]
    role += Array(":iam::".utf8)
    role += parts[4]
    role += Array(":role/".utf8)
    role += path[1]
    return try role.withUnsafeBufferPointer(body)
  }

  /// The session's name: behind the last `/` of an assumed-role or federated-user ARN, else behind the `:` of a session's `principalId`
  /// (CloudTrail user guide, userIdentity element: `AROA…:SessionName`).
  static func session(_ identity: UserIdentity, in base: UnsafePointer<UInt8>) -> JSONText? {
    guard let type = identity.type.text(in: base), type.equals("AssumedRole") || type.equals("FederatedUser")
    else {
      return nil
    }
    return identity.arn.text(in: base).flatMap { tail($0, behindLast: UInt8(ascii: "/")) }
      ?? identity.principalId.text(in: base).flatMap { tail($0, behindLast: UInt8(ascii: ":")) }
  }

  private static func tail(_ text: JSONText, behindLast separator: UInt8) -> JSONText? {
    guard let place = text.raw.lastIndex(of: separator), place + 1 < text.raw.count else { return nil }
    return JSONText(raw: UnsafeBufferPointer(rebasing: text.raw[(place + 1)...]))
  }
}
