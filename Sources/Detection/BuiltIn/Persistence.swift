import Query

extension BuiltInRules {
  /// Somebody makes sure to be able to come back.
  static let persistence: [Rule] = [
    keyForAnother, userCreated, passwordForAnother, trustOpened, multiFactorRemoved, providerAdded,
  ]

  private static let keyForAnother = Rule(
    id: "iam-access-key-for-another-user",
    title: "Key for another user",
    description: """
      An access key was made for a user other than the one who asked: whoever asked can now act as that user, after their own access \
      is gone. Ask both; if nobody ordered it, make the new key inactive and look for calls with it.
      """,
    level: .high,
    tags: ["attack.persistence", "attack.t1098.001"],
    references: ["https://attack.mitre.org/techniques/T1098/001/"],
    falsePositives: ["Administrators who hand out keys", "Rotation by a tool"],
    predicate: filter(
      """
      action:iam:CreateAccessKey -is:error has:requestParameters.userName \
      -requestParameters.userName:$userIdentity.userName
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:19:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
         "userIdentity":{"type":"IAMUser","userName":"nightly-backup","accountId":"111122223333"},
         "requestParameters":{"userName":"helper"},
         "responseElements":{"accessKey":{"userName":"helper","accessKeyId":"AKIAI44QH8DHBEXAMPLE","status":"Active"}}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:19:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
         "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0/kim",
          "sessionContext":{"sessionIssuer":{"type":"Role","userName":"AWSReservedSSO_Admin_0"}}},
         "requestParameters":{"userName":"nightly-backup"}}
        """#,
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:19:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
         "userIdentity":{"type":"IAMUser","userName":"ana"},"requestParameters":{"userName":"ana"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:19:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateAccessKey",
         "userIdentity":{"type":"IAMUser","userName":"ana"},"requestParameters":null}
        """#,
      ]))

  private static let userCreated = Rule(
    id: "iam-user-created-by-user",
    title: "User made by a user",
    description: """
      An IAM user or root made a new IAM user, by hand and not through a role. Where people come through Identity Center and \
      machines use roles, new users are rare: find out what it is for, and delete it with its keys when nobody knows.
      """,
    level: .medium,
    tags: ["attack.persistence", "attack.t1136.003"],
    references: ["https://attack.mitre.org/techniques/T1136/003/"],
    falsePositives: ["An account without Identity Center", "A vendor's set-up guide"],
    predicate: filter("action:iam:CreateUser -is:error type:(IAMUser OR Root)"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:18:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser",
         "userIdentity":{"type":"IAMUser","userName":"nightly-backup"},"requestParameters":{"userName":"helper"},
         "responseElements":{"user":{"path":"/","userName":"helper","arn":"arn:aws:iam::111122223333:user/helper"}}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:18:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser",
         "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/terraform/run-8"},
         "requestParameters":{"userName":"mailer"}}
        """#
      ]))

  private static let passwordForAnother = Rule(
    id: "iam-login-profile-for-another-user",
    title: "Password for another user",
    description: """
      A console password was set or changed for a user other than the one who asked. It opens the console to a user that may have had \
      keys only, and locks out its owner. Ask both; if nobody ordered it, delete the login profile and read the user's sign-ins.
      """,
    level: .high,
    tags: ["attack.persistence", "attack.t1098", "attack.t1078.004"],
    references: ["https://attack.mitre.org/techniques/T1098/"],
    falsePositives: ["A help desk that resets passwords"],
    predicate: filter(
      """
      action:(iam:CreateLoginProfile OR iam:UpdateLoginProfile) -is:error has:requestParameters.userName \
      -requestParameters.userName:$userIdentity.userName
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:22:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateLoginProfile",
         "userIdentity":{"type":"IAMUser","userName":"nightly-backup"},
         "requestParameters":{"userName":"helper","passwordResetRequired":false}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:22:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateLoginProfile",
         "userIdentity":{"type":"IAMUser","userName":"ana"},"requestParameters":{"userName":"ana"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:22:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateLoginProfile",
         "errorCode":"EntityAlreadyExistsException","userIdentity":{"type":"IAMUser","userName":"nightly-backup"},
         "requestParameters":{"userName":"helper"}}
        """#,
      ]))

  private static let trustOpened = Rule(
    id: "iam-role-trust-opened",
    title: "Role trusts outsiders",
    description: """
      A role's trust policy was changed to let in everybody, or a principal while naming nothing of its own account. Read the document \
      in the details; unless the other account is ours and expected, put the old trust back and revoke the role's sessions.
      """,
    level: .high,
    tags: ["attack.persistence", "attack.privilege-escalation", "attack.t1098.001", "attack.t1199"],
    references: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
    falsePositives: ["Connecting a vendor's account", "A role for a new tooling account"],
    predicate: filter(
      """
      action:iam:UpdateAssumeRolePolicy -is:error \
      (requestParameters.policyDocument:/"(AWS|Principal)"\\s*:\\s*(\\[[^\\]]*)?"\\*"/ OR \
      (requestParameters.policyDocument:/"AWS"\\s*:/ -requestParameters.policyDocument:*$account*))
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:40:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateAssumeRolePolicy",
         "requestParameters":{"roleName":"search-api","policyDocument":
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/helper\"}}]}"},
         "userIdentity":{"type":"AssumedRole"},"recipientAccountId":"444455556666"}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:40:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateAssumeRolePolicy",
         "requestParameters":{"roleName":"search-api","policyDocument":
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}"},
         "recipientAccountId":"444455556666"}
        """#,
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:40:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateAssumeRolePolicy",
         "requestParameters":{"roleName":"search-api","policyDocument":
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}]}"},
         "recipientAccountId":"444455556666"}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:40:00Z","eventSource":"iam.amazonaws.com","eventName":"UpdateAssumeRolePolicy",
         "requestParameters":{"roleName":"search-api","policyDocument":
          "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:role/ci\"}}]}"},
         "recipientAccountId":"444455556666"}
        """#,
      ]))

  private static let multiFactorRemoved = Rule(
    id: "iam-mfa-deactivated",
    title: "MFA device removed",
    description: """
      The second factor of a user was switched off. Until it is back a password or a key is enough. Ask the user; if it was not \
      theirs to do, switch it on again, change the password and read what the actor did before and after.
      """,
    level: .medium,
    tags: ["attack.persistence", "attack.credential-access", "attack.t1556.006"],
    references: ["https://attack.mitre.org/techniques/T1556/006/"],
    falsePositives: ["A lost or replaced phone", "A user who leaves"],
    predicate: filter("action:iam:DeactivateMFADevice -is:error"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:50:00Z","eventSource":"iam.amazonaws.com","eventName":"DeactivateMFADevice",
         "userIdentity":{"type":"IAMUser","userName":"helper"},
         "requestParameters":{"userName":"ana","serialNumber":"arn:aws:iam::111122223333:mfa/ana"}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:50:00Z","eventSource":"iam.amazonaws.com","eventName":"EnableMFADevice",
         "userIdentity":{"type":"IAMUser","userName":"ana"},"requestParameters":{"userName":"ana"}}
        """#
      ]))

  private static let providerAdded = Rule(
    id: "iam-identity-provider-added",
    title: "Identity provider added",
    description: """
      An account now trusts another identity provider: whoever runs it can sign in to every role that trusts it. Check the URL \
      or the metadata in the details; delete the provider unless a change request names it, and look for roles that trust it.
      """,
    level: .medium,
    tags: ["attack.persistence", "attack.privilege-escalation", "attack.t1484.002"],
    references: ["https://attack.mitre.org/techniques/T1484/002/"],
    falsePositives: ["Connecting a source code host's pipelines", "Setting up single sign-on"],
    predicate: filter(
      "action:(iam:CreateOpenIDConnectProvider OR iam:CreateSAMLProvider OR iam:UpdateSAMLProvider) -is:error"
    ),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:55:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateOpenIDConnectProvider",
         "userIdentity":{"type":"IAMUser","userName":"helper"},"requestParameters":{"url":"https://idp.example.com"}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:55:00Z","eventSource":"iam.amazonaws.com","eventName":"GetOpenIDConnectProvider",
         "userIdentity":{"type":"AssumedRole"},"requestParameters":{"openIDConnectProviderArn":"arn"}}
        """#
      ]))
}
