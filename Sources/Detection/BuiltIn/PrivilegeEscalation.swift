import Query

extension BuiltInRules {
  /// Somebody makes an identity more powerful, or takes on a powerful one.
  static let privilegeEscalation: [Rule] = [
    administratorAttached, administratorInline, administratorAcrossAccounts,
  ]

  private static let administratorAttached = Rule(
    id: "iam-admin-policy-attached",
    title: "Admin policy attached",
    description: """
      A managed policy that makes administrators was attached to a user, a group or a role. Unless a change request says so, \
      detach it, then follow the actor back: which key or session, from where, and what the new administrator did since.
      """,
    level: .critical,
    tags: ["attack.privilege-escalation", "attack.persistence", "attack.t1098.003"],
    references: ["https://attack.mitre.org/techniques/T1098/003/"],
    falsePositives: ["Setting up a new account", "Break-glass access that was announced"],
    predicate: filter(
      """
      action:(iam:AttachUserPolicy OR iam:AttachRolePolicy OR iam:AttachGroupPolicy) -is:error \
      requestParameters.policyArn:(*Administrator* OR *:policy/IAMFullAccess)
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:20:00Z","eventSource":"iam.amazonaws.com","eventName":"AttachUserPolicy",
         "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/nightly-backup","userName":"nightly-backup"},
         "requestParameters":{"userName":"helper","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"},
         "responseElements":null,"recipientAccountId":"111122223333"}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:20:00Z","eventSource":"iam.amazonaws.com","eventName":"AttachRolePolicy",
         "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/ci/run-8"},
         "requestParameters":{"roleName":"search-api","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:20:00Z","eventSource":"iam.amazonaws.com","eventName":"AttachUserPolicy",
         "errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","userName":"nightly-backup"},
         "requestParameters":{"userName":"helper","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}}
        """#,
      ]))

  private static let administratorInline = Rule(
    id: "iam-inline-admin-policy",
    title: "Inline policy allows all",
    description: """
      A policy written into a user, group or role allows every action, or every action of IAM. Read the document in the details, \
      delete it unless a change request covers it, and see who can use the identity.
      """,
    level: .high,
    tags: ["attack.privilege-escalation", "attack.t1098.003", "attack.t1484"],
    references: ["https://attack.mitre.org/techniques/T1098/003/"],
    falsePositives: ["Infrastructure code that sets up a deployment role"],
    predicate: filter(
      """
      action:(iam:PutUserPolicy OR iam:PutRolePolicy OR iam:PutGroupPolicy) -is:error \
      requestParameters.policyDocument:/"Effect"\\s*:\\s*"Allow"/ \
      requestParameters.policyDocument:/"Action"\\s*:\\s*(\\[[^\\]]*)?"(\\*|iam:\\*)"/
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:21:00Z","eventSource":"iam.amazonaws.com","eventName":"PutUserPolicy",
         "userIdentity":{"type":"IAMUser","userName":"nightly-backup"},"requestParameters":{"userName":"helper",
          "policyName":"x","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:21:00Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy",
         "requestParameters":{"roleName":"r","policyName":"x",
          "policyDocument":"{\"Statement\":{\"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"iam:*\"], \"Resource\":\"*\"}}"}}
        """#,
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:21:00Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy",
         "requestParameters":{"roleName":"r","policyName":"x",
          "policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:21:00Z","eventSource":"iam.amazonaws.com","eventName":"PutRolePolicy",
         "requestParameters":{"roleName":"r","policyName":"x",
          "policyDocument":"{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}}
        """#,
      ]))

  private static let administratorAcrossAccounts = Rule(
    id: "sts-admin-role-from-outside",
    title: "Admin role from outside",
    description: """
      A principal of another account took on a role that is named as an administrator's. Check that this principal may: people and \
      pipelines usually come through one known account. If not, remove it from the role's trust and revoke the role's sessions.
      """,
    level: .medium,
    tags: ["attack.lateral-movement", "attack.privilege-escalation", "attack.t1550.001", "attack.t1078.004"],
    references: ["https://attack.mitre.org/techniques/T1550/001/"],
    falsePositives: ["Administration from a management or tooling account"],
    predicate: filter(
      """
      action:sts:AssumeRole -is:error has:userIdentity.accountId -userIdentity.accountId:$account \
      requestParameters.roleArn:(*:role/*Admin* OR *:role/*OrganizationAccountAccessRole)
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:26:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole",
         "userIdentity":{"type":"AWSAccount","principalId":"AIDAEXAMPLE","accountId":"111122223333"},
         "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/OrgAdmin","roleSessionName":"laptop"},
         "recipientAccountId":"444455556666"}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:26:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole",
         "userIdentity":{"type":"IAMUser","userName":"ana","accountId":"444455556666"},
         "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/OrgAdmin","roleSessionName":"laptop"},
         "recipientAccountId":"444455556666"}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:26:00Z","eventSource":"sts.amazonaws.com","eventName":"AssumeRole",
         "userIdentity":{"type":"AWSAccount","principalId":"AROAEXAMPLE:run-8","accountId":"111122223333"},
         "requestParameters":{"roleArn":"arn:aws:iam::444455556666:role/Deploy","roleSessionName":"run-8"},
         "recipientAccountId":"444455556666"}
        """#,
      ]))
}
