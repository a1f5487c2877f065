/// What the names of the filter bar mean, in a few words for its completion.
package enum FieldMeanings {
  /// Of every name of ``FieldAlias/all``, in its order.
  package static let aliases: [(name: String, meaning: String)] = [
    ("account", "where: the account's id or name"),
    ("principal", "who: role/Deploy, user/kim, root, or the ARN"),
    ("action", "what: iam:CreateUser, or CreateUser alone"), ("service", "the action's service: iam, sts"),
    ("region", "awsRegion"), ("ip", "sourceIPAddress; a network too: 203.0.113.0/24"), ("agent", "userAgent"),
    ("error", "errorCode; * for any"), ("type", "userIdentity.type: AssumedRole, IAMUser, Root"),
    ("session", "the session's name"), ("key", "userIdentity.accessKeyId"),
    ("rule", "the id of a rule that matched"), ("severity", "of a rule that matched: high, >=medium"),
    ("time", "when: 2026-11-01, >-2h, or a..b"), ("is", "error denied write read console root alert"),
    ("has", "a field that has a value"),
  ]

  /// The words of `is:`.
  package static func of(_ flag: EventFlag) -> String {
    switch flag {
    case .error: "failed, for whatever reason"
    case .denied: "failed for want of a permission"
    case .write: "changes something"
    case .read: "changes nothing"
    case .console: "made in the web console"
    case .root: "by the root user"
    case .alert: "a rule matched"
    }
  }

  /// Fields of the record that questions are often about (CloudTrail user guide, "CloudTrail record contents" and "userIdentity
  /// element"; the request's and the response's by the IAM and STS API references).
  package static let paths: [(path: String, meaning: String)] = [
    ("errorMessage", "what AWS said"), ("eventID", "the event's id"), ("eventName", "the action's name"),
    ("eventType", "AwsApiCall, AwsConsoleSignIn, …"),
    ("recipientAccountId", "the account that got the record"),
    ("requestParameters.accessKeyId", "an access key"), ("requestParameters.groupName", "a group"),
    ("requestParameters.policyArn", "a managed policy"),
    ("requestParameters.policyDocument", "a policy's text"),
    ("requestParameters.policyName", "an inline policy"), ("requestParameters.roleArn", "the role assumed"),
    ("requestParameters.roleName", "a role"),
    ("requestParameters.roleSessionName", "the session's name asked for"),
    ("requestParameters.userName", "a user"), ("resources.ARN", "what it acted on"),
    ("responseElements.ConsoleLogin", "Success or Failure"),
    ("responseElements.accessKey.accessKeyId", "the access key made"),
    ("responseElements.credentials.accessKeyId", "the temporary key given"),
    ("additionalEventData.MFAUsed", "Yes or No, of a sign-in"), ("sharedEventID", "the same in two accounts"),
    ("tlsDetails.tlsVersion", "TLSv1.2"), ("userIdentity.accountId", "the caller's account"),
    ("userIdentity.arn", "the caller's ARN"), ("userIdentity.invokedBy", "the AWS service that called"),
    ("userIdentity.principalId", "the caller's unique id"),
    ("userIdentity.sessionContext.attributes.mfaAuthenticated", "true or false"),
    ("userIdentity.sessionContext.sessionIssuer.userName", "the role behind the session"),
    ("userIdentity.sessionContext.sourceIdentity", "who, as set when the role was assumed"),
    ("userIdentity.userName", "the user"), ("vpcEndpointId", "the endpoint called through"),
  ]
}
