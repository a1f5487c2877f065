import Query

extension BuiltInRules {
  /// Somebody makes themselves hard to see.
  static let defenceEvasion: [Rule] = [trailStopped, trailStopRefused, trailNarrowed, organizationLeft]

  private static let trailStopped = Rule(
    id: "cloudtrail-stopped",
    title: "CloudTrail stopped",
    description: """
      A trail was stopped or deleted: what happens now in its accounts may be recorded nowhere. Start it again at once, note the \
      gap, and treat the actor's key or session as stolen until shown otherwise.
      """,
    level: .critical,
    tags: ["attack.defense-evasion", "attack.t1562.008"],
    references: ["https://attack.mitre.org/techniques/T1562/008/"],
    falsePositives: ["Closing an account", "Replacing account trails by the organisation's"],
    predicate: filter("action:(cloudtrail:StopLogging OR cloudtrail:DeleteTrail) -is:error"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:30:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging",
         "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop"},
         "requestParameters":{"name":"org-trail"},"recipientAccountId":"777788889999"}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:30:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StartLogging",
         "userIdentity":{"type":"AssumedRole"},"requestParameters":{"name":"org-trail"}}
        """#,
        #"""
        {"eventTime":"2026-11-01T09:30:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"DeleteTrail",
         "errorCode":"AccessDenied","userIdentity":{"type":"AssumedRole"},"requestParameters":{"name":"org-trail"}}
        """#,
      ]))

  private static let trailStopRefused = Rule(
    id: "cloudtrail-stop-refused",
    title: "CloudTrail stop refused",
    description: """
      Somebody tried to stop or delete a trail and was not allowed to. The trail still runs; the one who tried is the finding. \
      Revoke the session or make the key inactive, and read what it did before.
      """,
    level: .high,
    tags: ["attack.defense-evasion", "attack.t1562.008"],
    references: ["https://attack.mitre.org/techniques/T1562/008/"],
    falsePositives: ["A clean-up script with too little permission"],
    predicate: filter("action:(cloudtrail:StopLogging OR cloudtrail:DeleteTrail) is:denied"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:31:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"DeleteTrail",
         "errorCode":"AccessDeniedException","userIdentity":{"type":"AssumedRole"},"requestParameters":{"name":"org-trail"}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:31:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"DeleteTrail",
         "errorCode":"TrailNotFoundException","userIdentity":{"type":"AssumedRole"},"requestParameters":{"name":"old"}}
        """#
      ]))

  private static let trailNarrowed = Rule(
    id: "cloudtrail-narrowed",
    title: "CloudTrail records less",
    description: """
      A trail's selectors were changed to leave out management events, or all that read or all that write. Compare with what it \
      recorded before, put the selectors back, and ask who changed them.
      """,
    level: .medium,
    tags: ["attack.defense-evasion", "attack.t1562.008"],
    references: ["https://attack.mitre.org/techniques/T1562/008/"],
    falsePositives: ["A second trail for data events alone", "Saving cost"],
    predicate: filter(
      """
      action:cloudtrail:PutEventSelectors -is:error (requestParameters.eventSelectors.includeManagementEvents:false \
      OR requestParameters.eventSelectors.readWriteType:(ReadOnly OR WriteOnly))
      """),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:32:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"PutEventSelectors",
         "requestParameters":{"trailName":"org-trail","eventSelectors":[
          {"readWriteType":"All","includeManagementEvents":false,"dataResources":[]}]}}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:32:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"PutEventSelectors",
         "requestParameters":{"trailName":"org-trail","eventSelectors":[
          {"readWriteType":"All","includeManagementEvents":true,"dataResources":[]}]}}
        """#
      ]))

  private static let organizationLeft = Rule(
    id: "organizations-account-leaving",
    title: "Account leaves organisation",
    description: """
      An account left the organisation, was removed, or tried to leave: outside, neither its policies nor its trail apply. Only the \
      management account should move accounts. If nobody ordered it, secure the account's root and administrators first.
      """,
    level: .high,
    tags: ["attack.defense-evasion", "attack.t1666"],
    references: ["https://attack.mitre.org/techniques/T1666/"],
    falsePositives: ["Selling or closing an account"],
    predicate: filter(
      "action:(organizations:LeaveOrganization OR organizations:RemoveAccountFromOrganization)"),
    testEvents: Rule.TestEvents(
      mustMatch: [
        #"""
        {"eventTime":"2026-11-01T09:58:00Z","eventSource":"organizations.amazonaws.com","eventName":"LeaveOrganization",
         "errorCode":"AccessDenied","userIdentity":{"type":"IAMUser","userName":"helper"},"requestParameters":null}
        """#
      ],
      mustNotMatch: [
        #"""
        {"eventTime":"2026-11-01T09:58:00Z","eventSource":"organizations.amazonaws.com","eventName":"DescribeOrganization",
         "userIdentity":{"type":"AssumedRole"},"requestParameters":null}
        """#
      ]))
}
