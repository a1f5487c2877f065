import CloudTrail

/// What the details take from a record itself (CloudTrail user guide, record contents).
struct RecordFacts {
  // userIdentity
  private(set) var accessKey: String?
  private(set) var principalAccount: String?
  private(set) var invokedBy: String?
  private(set) var sourceIdentity: String?
  private(set) var usedMFA: Bool?
  /// When the session began, as the record writes it.
  private(set) var sessionStart: String?
  // The call
  private(set) var userAgent: String?
  private(set) var vpcEndpoint: String?
  private(set) var errorMessage: String?
  /// Why the record came late or was corrected.
  private(set) var addendum: String?
  /// The managed policy that the request names, and the name it gives to a policy.
  private(set) var policyARN: String?
  private(set) var policyName: String?

  init(_ record: JSONDocument) {
    record.withView { view in
      readIdentity(view.member("userIdentity"))
      userAgent = view.member("userAgent")?.text?.string
      vpcEndpoint = view.member("vpcEndpointId")?.text?.string
      errorMessage = view.member("errorMessage")?.text?.string
      addendum = view.member("addendum")?.member("reason")?.text?.string
      let parameters = view.member("requestParameters")
      policyARN = (parameters?.member("policyArn") ?? parameters?.member("managedPolicyArn"))?.text?.string
      policyName = parameters?.member("policyName")?.text?.string
    }
  }

  private mutating func readIdentity(_ identity: JSONView?) {
    accessKey = identity?.member("accessKeyId")?.text?.string
    principalAccount = identity?.member("accountId")?.text?.string
    invokedBy = identity?.member("invokedBy")?.text?.string
    let session = identity?.member("sessionContext")
    sourceIdentity = session?.member("sourceIdentity")?.text?.string
    let attributes = session?.member("attributes")
    sessionStart = attributes?.member("creationDate")?.text?.string
    // CloudTrail writes the boolean as a string.
    switch attributes?.member("mfaAuthenticated")?.text?.string {
    case "true": usedMFA = true
    case "false": usedMFA = false
    default: usedMFA = attributes?.member("mfaAuthenticated")?.bool
    }
  }
}
