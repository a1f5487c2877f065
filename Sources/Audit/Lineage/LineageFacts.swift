import CloudTrail

/// What a tree of events shows of one record beyond its row: read again only for the events of the tree.
struct LineageFacts {
  private(set) var sharedEventID: String?
  /// `userIdentity.accountId`: of a caller from another account all that the owner's trail says.
  private(set) var callerAccount: String?
  /// `sessionContext.sourceIdentity`, or the one that an AssumeRole sets.
  private(set) var sourceIdentity: String?
  private(set) var onBehalfOf: String?
  /// The session name asked for.
  private(set) var sessionName: String?
  /// What was attached, put or passed: a policy's name or ARN.
  private(set) var policy: String?
  /// Whose the credentials in the response are; nil for the caller's own.
  private(set) var holder: String?

  /// Nothing, for a record that cannot be read again.
  init() {}

  init(_ bytes: [UInt8]) {
    guard let document = try? JSONDocument(parsing: bytes) else { return }
    document.withView { record in
      func text(_ path: StaticString...) -> String? {
        let value = path.reduce(Optional(record)) { $0?.member($1) }
        return value?.text.flatMap { $0.raw.isEmpty ? nil : $0.string }
      }
      sharedEventID = text("sharedEventID")
      callerAccount = text("userIdentity", "accountId")
      sourceIdentity =
        text("userIdentity", "sessionContext", "sourceIdentity")
        ?? text("requestParameters", "sourceIdentity")
      onBehalfOf = text("userIdentity", "onBehalfOf", "userId")
      sessionName = text("requestParameters", "roleSessionName") ?? text("requestParameters", "name")
      policy = text("requestParameters", "policyArn") ?? text("requestParameters", "policyName")
      holder =
        text("requestParameters", "roleArn") ?? text("responseElements", "federatedUser", "arn")
        ?? text("responseElements", "accessKey", "userName").map { "user/\($0)" }
    }
  }
}
