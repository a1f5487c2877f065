import Query

extension BuiltInRules {
  /// Somebody tries keys and passwords and looks around with them.
  static let credentialAccess: [Rule] = [deniedEnumeration, signInWithoutMFA, rootUsed]

  private static let deniedEnumeration = Rule(
    id: "iam-enumeration-denied",
    title: "Denied IAM enumeration",
    description: """
      An IAM user's long-lived key asked to list or read identities and was refused: what a finder of a leaked key does first. \
      Compare the address and the user agent with the key's earlier use; if they are new, make the key inactive, then look at \
      what it was allowed to do.
      """,
    level: .medium,
    tags: ["attack.discovery", "attack.t1087.004", "attack.t1078.004"],
    references: ["https://attack.mitre.org/techniques/T1087/004/"],
    falsePositives: [
      "A script that was deployed before its policy", "An inventory tool with narrow permissions",
    ],
    predicate: filter(
      "service:(iam OR organizations) eventName:(List* OR Get*) is:denied type:IAMUser key:AKIA*"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:12:07Z","eventSource":"iam.amazonaws.com","eventName":"ListUsers",
         "awsRegion":"us-east-1","sourceIPAddress":"203.0.113.77","errorCode":"AccessDenied",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/nightly-backup","accountId":"111122223333",
          "accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"nightly-backup"},
         "requestParameters":null,"responseElements":null,"readOnly":true,"recipientAccountId":"111122223333"}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:12:07Z","eventSource":"iam.amazonaws.com","eventName":"ListUsers",
         "awsRegion":"us-east-1","sourceIPAddress":"203.0.113.77",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/nightly-backup","accountId":"111122223333",
          "accessKeyId":"AKIAIOSFODNN7EXAMPLE","userName":"nightly-backup"},"readOnly":true}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:12:07Z","eventSource":"iam.amazonaws.com","eventName":"GetRole",
         "errorCode":"AccessDenied","userIdentity":{"type":"AssumedRole","accountId":"111122223333",
          "arn":"arn:aws:sts::111122223333:assumed-role/ci/run-8","accessKeyId":"ASIAIOSFODNN7EXAMPLE"}}
        """#,
      ]))

  private static let signInWithoutMFA = Rule(
    id: "signin-iam-user-without-mfa",
    title: "Console sign-in without MFA",
    description: """
      An IAM user signed in to the console with a password alone. Ask the person whose user it is; if nobody owns the sign-in, \
      delete the login profile, end the sessions and read what the user did since. Then require MFA by policy.
      """,
    level: .high,
    tags: ["attack.initial-access", "attack.t1078.004"],
    references: ["https://attack.mitre.org/techniques/T1078/004/"],
    falsePositives: ["Users that are exempt from MFA on purpose, such as tests of the console"],
    predicate: filter(
      "action:signin:ConsoleLogin type:IAMUser responseElements.ConsoleLogin:Success additionalEventData.MFAUsed:No"
    ),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T23:40:00Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/helper","accountId":"111122223333",
          "userName":"helper"},"requestParameters":null,"responseElements":{"ConsoleLogin":"Success"},
         "additionalEventData":{"MobileVersion":"No","MFAUsed":"No"},"eventType":"AwsConsoleSignIn"}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T23:40:00Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/helper","accountId":"111122223333",
          "userName":"helper"},"responseElements":{"ConsoleLogin":"Success"},
         "additionalEventData":{"MobileVersion":"No","MFAUsed":"Yes"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T23:40:00Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin",
         "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0/ana"},
         "responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"MFAUsed":"No"}}
        """#,
      ]))

  private static let rootUsed = Rule(
    id: "root-used",
    title: "Root user active",
    description: """
      The root user of an account did something itself. Nothing routine needs it: find the person who holds its password and the \
      reason. Without one, change password and MFA, delete its access keys, and call AWS Support.
      """,
    level: .high,
    tags: ["attack.privilege-escalation", "attack.initial-access", "attack.t1078.004"],
    references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"],
    falsePositives: [
      "The few tasks that only root may do, announced beforehand", "The first hours of a new account",
    ],
    predicate: filter("is:root -has:userIdentity.invokedBy -eventType:AwsServiceEvent"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T04:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetAccountSummary",
         "userIdentity":{"type":"Root","principalId":"444455556666","arn":"arn:aws:iam::444455556666:root",
          "accountId":"444455556666","accessKeyId":"ASIAIOSFODNN7EXAMPLE"},"eventType":"AwsApiCall","readOnly":true}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T04:00:00Z","eventSource":"kms.amazonaws.com","eventName":"Decrypt",
         "userIdentity":{"type":"Root","arn":"arn:aws:iam::444455556666:root","accountId":"444455556666",
          "invokedBy":"config.amazonaws.com"},"eventType":"AwsApiCall"}
        """#,
        #"""
        {"eventTime":"2026-11-01T04:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetAccountSummary",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::444455556666:user/root","userName":"root"}}
        """#,
      ]))
}
