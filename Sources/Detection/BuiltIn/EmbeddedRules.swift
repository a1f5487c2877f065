/// The files of `Rules/`, byte for byte, as `Rules/embed` wrote them: the program works copied alone. A test fails when the
/// two differ.
let embeddedRules: [(path: String, yaml: String)] = [
  (
    "credential-access/attack-tool-named.yml",
    ##"""
    title: Attack tool at work
    id: attack-tool-named
    status: test
    description: >-
      The caller names itself as a tool or a system that is made for attacks or audits. Nobody but a
      finder of keys, a tester or a scanner of your own uses these: ask whether a test was announced; if
      not, make the key inactive or revoke the role's sessions, and read what it was allowed to do.
    references:
      - https://attack.mitre.org/techniques/T1087/004/
    tags:
      - attack.discovery
      - attack.credential-access
      - attack.t1087.004
      - attack.t1580
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - cognito-identity.amazonaws.com
          - iam.amazonaws.com
          - organizations.amazonaws.com
          - sso.amazonaws.com
          - sts.amazonaws.com
        userAgent|contains:
          - cloudfox
          - kali
          - nimbostratus
          - pacu
          - parrot
          - pentoo
          - prowler
          - scoutsuite
          - stratus-red-team
          - trufflehog
      condition: selection
    falsepositives:
      - Announced penetration tests
      - Scanners for leaked keys that are your own
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetCallerIdentity
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          userAgent: TruffleHog
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          userAgent: 'aws-cli/1.29.5 Python/3.11.4 Linux/6.1.0-kali9-amd64 botocore/1.31.5'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetCallerIdentity
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          userAgent: 'aws-cli/2.15.0 Python/3.11.6 Linux/6.1.0-13-amd64'

    """##
  ),
  (
    "credential-access/ec2-password-data-read.yml",
    ##"""
    title: Windows password read
    id: ec2-password-data-read
    status: test
    description: >-
      The administrator's password of a Windows instance was asked for, granted or refused. It is
      encrypted, yet whoever has the key pair signs in as administrator. Check that the caller starts
      Windows machines; if not, change the password.
    references:
      - https://attack.mitre.org/techniques/T1552/005/
    tags:
      - attack.credential-access
      - attack.t1552.005
      - attack.t1555.006
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ec2.amazonaws.com
        eventName: GetPasswordData
      condition: selection
    falsepositives:
      - Setting up a Windows machine
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: GetPasswordData
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {instanceId: i-0abc}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: DescribeInstances
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}

    """##
  ),
  (
    "credential-access/iam-key-quarantined.yml",
    ##"""
    title: AWS found a leaked key
    id: iam-key-quarantined
    status: test
    description: >-
      AWS found this user's access key in public and attached its quarantine policy. Others have found
      it as well: make the key inactive, read everything that was done with it, and only then remove the
      policy.
    references:
      - https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
      - https://attack.mitre.org/techniques/T1552/001/
    tags:
      - attack.credential-access
      - attack.t1552.001
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AttachUserPolicy
          - PutUserPolicy
      quarantine:
        - requestParameters.policyArn|contains: AWSCompromisedKeyQuarantine
        - requestParameters.policyName|contains: AWSCompromisedKeyQuarantine
      failed:
        errorCode|exists: true
      condition: selection and quarantine and not failed
    falsepositives:
      - None, for the key is public
    level: critical
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            userName: nightly-backup
            policyArn: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachUserPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: nightly-backup, policyArn: arn:aws:iam::aws:policy/ReadOnlyAccess}

    """##
  ),
  (
    "credential-access/secrets-read-many.yml",
    ##"""
    title: Many secrets read
    id: secrets-read-many
    status: test
    description: >-
      One identity read ten different secrets within ten minutes. Programs read their own few; who takes
      all is looking for passwords. Ask its owner; if nobody knows, revoke the role's sessions and
      change the secrets that were read.
    references:
      - https://attack.mitre.org/techniques/T1555/006/
    tags:
      - attack.credential-access
      - attack.t1555.006
    correlation:
      type: value_count
      rules:
        - secret-read
      group-by:
        - userIdentity.arn
      timespan: 10m
      condition:
        field: requestParameters.secretId
        gte: 10
    falsepositives:
      - Backup or migration of secrets
    level: medium
    ---
    title: Secret read
    id: secret-read
    status: test
    description: What secrets-read-many counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: secretsmanager.amazonaws.com
        eventName:
          - GetSecretValue
      failed:
        errorCode|exists: true
      condition: selection and not failed
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: secretsmanager.amazonaws.com
          eventName: GetSecretValue
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {secretId: prod/db}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: secretsmanager.amazonaws.com
          eventName: GetSecretValue
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          errorCode: AccessDeniedException
          requestParameters: {secretId: prod/db}

    """##
  ),
  (
    "credential-access/sso-token-created-by-tool.yml",
    ##"""
    title: Identity Center token
    id: sso-token-created-by-tool
    status: test
    description: >-
      A program got a token of Identity Center for a person, with which it fetches the credentials of
      every account that the person may enter. A device code that a person approved for somebody else
      looks the same: check the address against the person's sign-in.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
      - https://attack.mitre.org/techniques/T1528/
    tags:
      - attack.credential-access
      - attack.t1528
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - sso.amazonaws.com
          - sso-oauth.amazonaws.com
        eventName:
          - CreateToken
          - CreateTokenWithIAM
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Everybody who uses the command line
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: CreateToken
          userIdentity: {type: Unknown}
          requestParameters: {grantType: 'urn:ietf:params:oauth:grant-type:device_code'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: ListApplications
          userIdentity: {type: Unknown}

    """##
  ),
  (
    "defence-evasion/cloudtrail-lake-stopped.yml",
    ##"""
    title: CloudTrail Lake stopped
    id: cloudtrail-lake-stopped
    status: test
    description: >-
      An event data store of CloudTrail Lake was deleted or takes in nothing any more. Restore it within
      seven days of its deletion, note the gap, and look at what the actor did around that time.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudtrail.amazonaws.com
        eventName:
          - DeleteEventDataStore
          - StopEventDataStoreIngestion
          - DeleteChannel
          - DeregisterOrganizationDelegatedAdmin
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Saving cost
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: StopEventDataStoreIngestion
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {eventDataStore: x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: StartEventDataStoreIngestion
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {eventDataStore: x}

    """##
  ),
  (
    "defence-evasion/cloudtrail-narrowed.yml",
    ##"""
    title: CloudTrail records less
    id: cloudtrail-narrowed
    status: test
    description: >-
      A trail's selectors were changed to leave out management events, or all that read or all that
      write. Compare with what it recorded before, put the selectors back, and ask who changed them.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudtrail.amazonaws.com
        eventName:
          - PutEventSelectors
      less:
        - requestParameters.eventSelectors.includeManagementEvents: false
        - requestParameters.eventSelectors.readWriteType:
            - ReadOnly
            - WriteOnly
      failed:
        errorCode|exists: true
      condition: selection and less and not failed
    falsepositives:
      - A second trail for data events alone
      - Saving cost
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: PutEventSelectors
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters:
            trailName: org-trail
            eventSelectors: [{readWriteType: All, includeManagementEvents: false, dataResources: []}]
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: PutEventSelectors
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters:
            trailName: org-trail
            eventSelectors: [{readWriteType: All, includeManagementEvents: true, dataResources: []}]

    """##
  ),
  (
    "defence-evasion/cloudtrail-stop-refused.yml",
    ##"""
    title: CloudTrail stop refused
    id: cloudtrail-stop-refused
    status: test
    description: >-
      Somebody tried to stop or delete a trail and was not allowed to. The trail still runs; the one who
      tried is the finding. Revoke the session or make the key inactive, and read what it did before.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudtrail.amazonaws.com
        eventName:
          - StopLogging
          - DeleteTrail
      denied:
        errorCode:
          - AccessDenied
          - AccessDeniedException
          - Client.UnauthorizedOperation
          - UnauthorizedOperation
      condition: selection and denied
    falsepositives:
      - A clean-up script with too little permission
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: DeleteTrail
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          errorCode: AccessDeniedException
          requestParameters: {name: org-trail}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: DeleteTrail
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          errorCode: TrailNotFoundException
          requestParameters: {name: old}

    """##
  ),
  (
    "defence-evasion/cloudtrail-stopped.yml",
    ##"""
    title: CloudTrail stopped
    id: cloudtrail-stopped
    status: test
    description: >-
      A trail was stopped or deleted: what happens now in its accounts may be recorded nowhere. Start it
      again at once, note the gap, and treat the actor's key or session as stolen until shown otherwise.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudtrail.amazonaws.com
        eventName:
          - StopLogging
          - DeleteTrail
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Closing an account
      - Replacing account trails by the organisation's
    level: critical
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: StopLogging
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {name: org-trail}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: StartLogging
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {name: org-trail}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: DeleteTrail
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          errorCode: AccessDenied
          requestParameters: {name: org-trail}

    """##
  ),
  (
    "defence-evasion/cloudtrail-weakened.yml",
    ##"""
    title: CloudTrail weakened
    id: cloudtrail-weakened
    status: test
    description: >-
      A trail was changed to leave out other regions, global services or the organisation's accounts, or
      its files are no longer signed. IAM's events are global ones: without them this screen is blind.
      Put the settings back and ask who changed them.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudtrail.amazonaws.com
        eventName:
          - UpdateTrail
      weaker:
        - requestParameters.isMultiRegionTrail: false
        - requestParameters.includeGlobalServiceEvents: false
        - requestParameters.isOrganizationTrail: false
        - requestParameters.enableLogFileValidation: false
      failed:
        errorCode|exists: true
      condition: selection and weaker and not failed
    falsepositives:
      - Replacing account trails by the organisation's
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: UpdateTrail
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {name: org-trail, isMultiRegionTrail: false}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudtrail.amazonaws.com
          eventName: UpdateTrail
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {name: org-trail, isMultiRegionTrail: true}

    """##
  ),
  (
    "defence-evasion/cloudwatch-alarm-silenced.yml",
    ##"""
    title: Alarm silenced
    id: cloudwatch-alarm-silenced
    status: test
    description: >-
      Alarms of CloudWatch were deleted or told to do nothing. See what they watched; put them back
      unless their resource is gone, and read what happened to it meanwhile.
    references:
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: monitoring.amazonaws.com
        eventName:
          - DeleteAlarms
          - DisableAlarmActions
      by_service:
        userIdentity.invokedBy|exists: true
      failed:
        errorCode|exists: true
      condition: selection and not by_service and not failed
    falsepositives:
      - Retiring what an alarm watched
      - Auto scaling, which removes its own alarms as a service
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: monitoring.amazonaws.com
          eventName: DisableAlarmActions
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {alarmNames: [root-sign-in]}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: monitoring.amazonaws.com
          eventName: DeleteAlarms
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
            invokedBy: autoscaling.amazonaws.com
          requestParameters: {alarmNames: [TargetTracking-x]}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: monitoring.amazonaws.com
          eventName: DescribeAlarms
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}

    """##
  ),
  (
    "defence-evasion/events-bus-tampered.yml",
    ##"""
    title: Event bus tampered with
    id: events-bus-tampered
    status: test
    description: >-
      An event bus was deleted, or who may send to it was changed. Events of other accounts may not
      arrive any more, or may be forged by outsiders. Compare the bus's policy with what the pipeline
      renders, put it back, and send a marked event through.
    references:
      - https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: events.amazonaws.com
        eventName:
          - DeleteEventBus
          - RemovePermission
          - PutPermission
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A new account joins the pipeline
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DeleteEventBus
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: iam-audit}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: RemovePermission
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {statementId: org}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DescribeEventBus
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: iam-audit}

    """##
  ),
  (
    "defence-evasion/events-rule-stopped-by-user.yml",
    ##"""
    title: EventBridge rule stopped
    id: events-rule-stopped-by-user
    status: test
    description: >-
      An IAM user or root switched off, deleted or emptied an EventBridge rule by hand. Alerts and
      automatic repairs hang on such rules: see what the rule's targets were, and put it back if a
      security tool needs it.
    references:
      - https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: events.amazonaws.com
        eventName:
          - DisableRule
          - DeleteRule
          - RemoveTargets
        userIdentity.type:
          - IAMUser
          - Root
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Tidying up by hand
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DisableRule
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: nightly-report}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DisableRule
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: nightly-report}

    """##
  ),
  (
    "defence-evasion/guardduty-weakened.yml",
    ##"""
    title: GuardDuty weakened
    id: guardduty-weakened
    status: test
    description: >-
      GuardDuty was switched off, lost an account, or was told to trust addresses. Switch it on again,
      remove the list, and look at what its findings said before.
    references:
      - https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: guardduty.amazonaws.com
      off:
        eventName:
          - CreateIPSet
          - DeleteDetector
          - DeleteMembers
          - DeletePublishingDestination
          - DisassociateFromAdministratorAccount
          - DisassociateFromMasterAccount
          - DisassociateMembers
          - StopMonitoringMembers
      updated:
        eventName: UpdateDetector
        requestParameters.enable: false
      failed:
        errorCode|exists: true
      condition: selection and (off or updated) and not failed
    falsepositives:
      - Moving to another administrator account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: guardduty.amazonaws.com
          eventName: DeleteDetector
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {detectorId: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: guardduty.amazonaws.com
          eventName: UpdateDetector
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {detectorId: x, enable: false}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: guardduty.amazonaws.com
          eventName: UpdateDetector
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {detectorId: x, enable: true}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: guardduty.amazonaws.com
          eventName: GetDetector
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {detectorId: x}

    """##
  ),
  (
    "defence-evasion/iam-quarantine-removed.yml",
    ##"""
    title: Leak quarantine removed
    id: iam-quarantine-removed
    status: test
    description: >-
      The policy that AWS attaches to a user whose key leaked was taken off. If the leaked key is still
      active, attach the policy again and make the key inactive first; then check who removed it.
    references:
      - https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
      - https://attack.mitre.org/techniques/T1562/
    tags:
      - attack.defense-evasion
      - attack.persistence
      - attack.t1562
      - attack.t1098
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - DetachUserPolicy
          - DeleteUserPolicy
      quarantine:
        - requestParameters.policyArn|contains: AWSCompromisedKeyQuarantine
        - requestParameters.policyName|contains: AWSCompromisedKeyQuarantine
      failed:
        errorCode|exists: true
      condition: selection and quarantine and not failed
    falsepositives:
      - Tidying up after the key was replaced
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DetachUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            userName: nightly-backup
            policyArn: arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DetachUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: nightly-backup, policyArn: arn:aws:iam::aws:policy/ReadOnlyAccess}

    """##
  ),
  (
    "defence-evasion/logs-audit-group-deleted.yml",
    ##"""
    title: Audit log group deleted
    id: logs-audit-group-deleted
    status: test
    description: >-
      A log group or a stream that is named like an audit log was deleted, with all that was in it. Make
      the group again so that new events are kept, get what was lost from the trail's bucket, and treat
      the actor as an intruder until shown otherwise.
    references:
      - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls.html
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
      - attack.t1070
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: logs.amazonaws.com
        eventName:
          - DeleteLogGroup
          - DeleteLogStream
        requestParameters.logGroupName|contains:
          - /aws/events/
          - audit
          - cloudtrail
          - iamwatch
          - security
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Closing an account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DeleteLogGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {logGroupName: '/aws/events/iam-audit'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DeleteLogGroup
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {logGroupName: '/aws/lambda/x'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DeleteLogGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {logGroupName: '/aws/events/iam-audit'}

    """##
  ),
  (
    "defence-evasion/logs-audit-retention-shortened.yml",
    ##"""
    title: Audit log kept for less
    id: logs-audit-retention-shortened
    status: test
    description: >-
      A log group that is named like an audit log is now kept for less than three months; what is older
      goes within days. Put the former time back at once, for what is deleted does not return.
    references:
      - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls.html
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
      - attack.t1070
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: logs.amazonaws.com
        eventName:
          - PutRetentionPolicy
        requestParameters.logGroupName|contains:
          - /aws/events/
          - audit
          - cloudtrail
          - iamwatch
          - security
        requestParameters.retentionInDays|lt: 90
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Saving cost, with the trail's bucket as the archive
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: PutRetentionPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {logGroupName: '/aws/events/iam-audit', retentionInDays: 1}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: PutRetentionPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {logGroupName: '/aws/events/iam-audit', retentionInDays: 365}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: PutRetentionPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {logGroupName: '/aws/lambda/x', retentionInDays: 7}

    """##
  ),
  (
    "defence-evasion/logs-delivery-cut.yml",
    ##"""
    title: Log delivery cut
    id: logs-delivery-cut
    status: test
    description: >-
      A subscription filter, a metric filter or the policy that lets services write logs was removed:
      what reads the log group, such as a search index or an alarm, gets nothing any more. Put it back
      if the group holds audit events, and fill the gap.
    references:
      - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls.html
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: logs.amazonaws.com
        eventName:
          - DeleteSubscriptionFilter
          - DeleteMetricFilter
          - DeleteDestination
          - DeleteResourcePolicy
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Retiring a log group's consumer
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DeleteSubscriptionFilter
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {logGroupName: '/aws/events/iam-audit', filterName: opensearch}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DescribeSubscriptionFilters
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {logGroupName: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: logs.amazonaws.com
          eventName: DeleteSubscriptionFilter
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {logGroupName: x}

    """##
  ),
  (
    "defence-evasion/pipeline-rule-narrowed.yml",
    ##"""
    title: Alerting rule overwritten
    id: pipeline-rule-narrowed
    status: test
    description: >-
      A rule that is named like those which bring identity events here was written anew, perhaps with a
      narrower pattern or switched off. Compare its pattern and its state with what the pipeline
      renders, and put that back.
    references:
      - https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: events.amazonaws.com
        eventName:
          - PutRule
        requestParameters.name|contains:
          - audit
          - cloudtrail
          - iamwatch
          - security
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Rendering the pipeline anew
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: PutRule
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: iamwatch-forward, state: DISABLED}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: PutRule
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: nightly-report, state: ENABLED}

    """##
  ),
  (
    "defence-evasion/pipeline-rule-stopped.yml",
    ##"""
    title: Alerting rule stopped
    id: pipeline-rule-stopped
    status: test
    description: >-
      An EventBridge rule that brings identity events here, or one that is named like it, was switched
      off, deleted or lost its targets. From now on nobody hears of that account: put the rule back
      first, then read the account's events from its trail since that moment.
    references:
      - https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
      - attack.t1562.008
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: events.amazonaws.com
        eventName:
          - DisableRule
          - DeleteRule
          - RemoveTargets
      own:
        - requestParameters.name|contains:
            - audit
            - cloudtrail
            - iamwatch
            - security
        - requestParameters.rule|contains:
            - audit
            - cloudtrail
            - iamwatch
            - security
      failed:
        errorCode|exists: true
      condition: selection and own and not failed
    falsepositives:
      - Rendering the pipeline anew
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DisableRule
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: iamwatch-forward}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: RemoveTargets
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {rule: iam-audit, ids: ['1']}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DisableRule
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: nightly-report}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: events.amazonaws.com
          eventName: DeleteRule
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {name: iamwatch-forward}

    """##
  ),
  (
    "defence-evasion/security-service-stopped.yml",
    ##"""
    title: Security service stopped
    id: security-service-stopped
    status: test
    description: >-
      Security Hub, Config's recorder or IAM Access Analyzer was switched off: changes and open access
      are not noticed any more. Switch it on again, and look at what was changed while it was off.
    references:
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        - eventSource: securityhub.amazonaws.com
          eventName:
            - DisableSecurityHub
            - DisassociateFromAdministratorAccount
            - DisassociateFromMasterAccount
        - eventSource: config.amazonaws.com
          eventName:
            - DeleteConfigurationRecorder
            - DeleteDeliveryChannel
            - StopConfigurationRecorder
        - eventSource: access-analyzer.amazonaws.com
          eventName: DeleteAnalyzer
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Moving to another administrator account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: config.amazonaws.com
          eventName: StopConfigurationRecorder
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {configurationRecorderName: default}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: access-analyzer.amazonaws.com
          eventName: DeleteAnalyzer
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {analyzerName: org}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: config.amazonaws.com
          eventName: StartConfigurationRecorder
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: securityhub.amazonaws.com
          eventName: DisableSecurityHub
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException

    """##
  ),
  (
    "defence-evasion/trail-bucket-tampered.yml",
    ##"""
    title: Trail's bucket tampered with
    id: trail-bucket-tampered
    status: test
    description: >-
      A bucket that is named like a trail's was deleted, opened, or told to forget its files. The trail
      cannot write, or its files vanish. Put policy and rules back, check that the trail still delivers,
      and see what is missing.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
      - attack.t1070
      - attack.t1485
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: s3.amazonaws.com
        eventName:
          - DeleteBucket
          - DeleteBucketPolicy
          - PutBucketLifecycle
          - PutBucketLifecycleConfiguration
          - PutBucketVersioning
          - DeleteBucketPublicAccessBlock
        requestParameters.bucketName|contains:
          - cloudtrail
          - log-archive
          - trail-logs
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Setting how long the files are kept
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: s3.amazonaws.com
          eventName: PutBucketLifecycle
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          requestParameters: {bucketName: corp-cloudtrail-logs}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: s3.amazonaws.com
          eventName: PutBucketLifecycle
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {bucketName: corp-photos}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: s3.amazonaws.com
          eventName: DeleteBucket
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::777788889999:assumed-role/OrgAdmin/laptop}
          errorCode: AccessDenied
          requestParameters: {bucketName: corp-cloudtrail-logs}

    """##
  ),
  (
    "discovery/iam-account-dumped-by-user.yml",
    ##"""
    title: Whole of IAM read by key
    id: iam-account-dumped-by-user
    status: test
    description: >-
      An IAM user's long-lived key read all users, roles and policies of the account at once, or its
      credential report. That is how an intruder plans the next step: compare address and tool with the
      key's earlier use, and make it inactive if they are new.
    references:
      - https://attack.mitre.org/techniques/T1087/004/
    tags:
      - attack.discovery
      - attack.t1087.004
      - attack.t1069.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - GetAccountAuthorizationDetails
          - GetCredentialReport
          - GenerateCredentialReport
        userIdentity.type: IAMUser
        userIdentity.accessKeyId|startswith: AKIA
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Audit tools that still use a key
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountAuthorizationDetails
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountAuthorizationDetails
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountSummary
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup

    """##
  ),
  (
    "discovery/iam-enumeration-denied.yml",
    ##"""
    title: Denied IAM enumeration
    id: iam-enumeration-denied
    status: test
    description: >-
      An IAM user's long-lived key asked to list or read identities and was refused: what a finder of a
      leaked key does first. Compare the address and the user agent with the key's earlier use; if they
      are new, make the key inactive, then look at what it was allowed to do.
    references:
      - https://attack.mitre.org/techniques/T1087/004/
    tags:
      - attack.discovery
      - attack.t1087.004
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - iam.amazonaws.com
          - organizations.amazonaws.com
        eventName|startswith:
          - List
          - Get
        userIdentity.type: IAMUser
        userIdentity.accessKeyId|startswith: AKIA
      denied:
        errorCode:
          - AccessDenied
          - AccessDeniedException
          - Client.UnauthorizedOperation
          - UnauthorizedOperation
      condition: selection and denied
    falsepositives:
      - A script that was deployed before its policy
      - An inventory tool with narrow permissions
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          readOnly: true
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          readOnly: true
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetRole
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          errorCode: AccessDenied
          requestParameters: {roleName: x}

    """##
  ),
  (
    "discovery/iam-enumeration.yml",
    ##"""
    title: IAM listed by a user's key
    id: iam-enumeration
    status: test
    description: >-
      An IAM user's long-lived key asked six different questions about identities within five minutes.
      Programs ask the same one over and over; a person who looks around asks many. Compare address and
      tool with the key's earlier use.
    references:
      - https://attack.mitre.org/techniques/T1087/004/
    tags:
      - attack.discovery
      - attack.t1087.004
      - attack.t1069.003
    correlation:
      type: value_count
      rules:
        - iam-read-by-key
      group-by:
        - userIdentity.accessKeyId
      timespan: 5m
      condition:
        field: eventName
        gte: 6
    falsepositives:
      - An inventory that still uses a key
    level: medium
    ---
    title: IAM read by a user's key
    id: iam-read-by-key
    status: test
    description: What iam-enumeration counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - iam.amazonaws.com
          - organizations.amazonaws.com
        eventName|startswith:
          - List
          - Get
          - Describe
        userIdentity.accessKeyId|startswith: AKIA
      condition: selection
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          readOnly: true
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateUser
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: x}

    """##
  ),
  (
    "discovery/identity-access-denied-burst.yml",
    ##"""
    title: Burst of refusals
    id: identity-access-denied-burst
    status: test
    description: >-
      One identity was refused twenty times within five minutes when it asked about identities. Either
      something was deployed without its policy, or somebody tries what a key can do: look at how many
      different actions there are, and make the key inactive if nobody knows it.
    references:
      - https://attack.mitre.org/techniques/T1087/004/
    tags:
      - attack.discovery
      - attack.privilege-escalation
      - attack.t1087.004
      - attack.t1078.004
    correlation:
      type: event_count
      rules:
        - identity-access-denied
      group-by:
        - userIdentity.arn
      timespan: 5m
      condition:
        gte: 20
    falsepositives:
      - A program that was deployed before its policy
    level: medium
    ---
    title: Identity call refused
    id: identity-access-denied
    status: test
    description: What identity-access-denied-burst counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - access-analyzer.amazonaws.com
          - cognito-identity.amazonaws.com
          - cognito-idp.amazonaws.com
          - iam.amazonaws.com
          - identitystore.amazonaws.com
          - organizations.amazonaws.com
          - ram.amazonaws.com
          - rolesanywhere.amazonaws.com
          - signin.amazonaws.com
          - sso.amazonaws.com
          - sso-directory.amazonaws.com
          - sts.amazonaws.com
      denied:
        errorCode:
          - AccessDenied
          - AccessDeniedException
          - Client.UnauthorizedOperation
          - UnauthorizedOperation
      condition: selection and denied
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          readOnly: true
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListUsers
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetRole
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: NoSuchEntityException
          requestParameters: {roleName: x}

    """##
  ),
  (
    "first-seen/principal-action-first-seen.yml",
    ##"""
    title: New action of a principal
    id: principal-action-first-seen
    status: test
    description: >-
      A principal changed something about identities, or tried to, in a way that it has not within 90
      days. By itself that is often a new task; after a new address, a denied call or a new key it is how
      a stolen credential is put to use. Look at what else the principal did within the hour, and ask its
      owner where nothing explains it. Quiet for a principal until it was learnt for a week.
    references:
      - https://attack.mitre.org/techniques/T1098/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098
    correlation:
      type: first_seen
      rules:
        - identity-changed
      group-by:
        - principal
      field: action
      timespan: 90d
      baseline: 7d
    falsepositives:
      - A new release of the tool that the principal is used by
      - Work that is done once a quarter or less
    level: low
    ---
    title: Identity changed
    id: identity-changed
    status: test
    description: What principal-action-first-seen looks at; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - iam.amazonaws.com
          - organizations.amazonaws.com
          - sso.amazonaws.com
          - sso-directory.amazonaws.com
          - identitystore.amazonaws.com
          - rolesanywhere.amazonaws.com
        userIdentity.type:
          - IAMUser
          - AssumedRole
          - FederatedUser
          - IdentityCenterUser
          - SAMLUser
          - WebIdentityUser
      reading:
        eventName|startswith:
          - Get
          - List
          - Describe
          - Search
          - Simulate
          - Generate
          - BatchGet
      condition: selection and not reading
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            sessionContext:
              sessionIssuer: {type: Role, arn: 'arn:aws:iam::111122223333:role/ci'}
          requestParameters: {userName: nightly-backup}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: CreateAccountAssignment
          errorCode: AccessDenied
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/ana
            accountId: '111122223333'
            userName: ana
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: ListAccessKeys
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateServiceLinkedRole
          userIdentity: {type: AWSService, invokedBy: autoscaling.amazonaws.com}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/ana
            accountId: '111122223333'
            userName: ana

    """##
  ),
  (
    "first-seen/signin-new-country.yml",
    ##"""
    title: Sign-in from a new country
    id: signin-new-country
    status: test
    description: >-
      Somebody signed in to the console from a country that they have not signed in from within 180 days.
      Ask them whether they travel; if they do not, end their sessions, change the password and look at
      what was done since. Needs a database of countries (geoip in the configuration), and says nothing
      without. Quiet for a user until the user was learnt for a week.
    references:
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.initial-access
      - attack.t1078.004
    correlation:
      type: first_seen
      rules:
        - signin-succeeded-somewhere
      group-by:
        - principal
      field: sourceIPAddress.country
      timespan: 180d
      baseline: 7d
    falsepositives:
      - People who travel, and those who change the VPN they come through
    level: medium
    ---
    title: Signed in somewhere
    id: signin-succeeded-somewhere
    status: test
    description: What signin-new-country looks at; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        responseElements.ConsoleLogin: Success
      condition: selection
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          sourceIPAddress: 203.0.113.9
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/ana
            accountId: '111122223333'
            userName: ana
          responseElements: {ConsoleLogin: Success}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          sourceIPAddress: 203.0.113.9
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/ana
            accountId: '111122223333'
            userName: ana
          responseElements: {ConsoleLogin: Failure}

    """##
  ),
  (
    "first-seen/user-network-first-seen.yml",
    ##"""
    title: Key used from a new network
    id: user-network-first-seen
    status: test
    description: >-
      An IAM user's long-lived key asked about identities from a network (a /24, of IPv6 a /48) that the
      user has not been seen from within 90 days. Keys of programs seldom move; one that does has moved
      house, or was taken. Compare address and tool with the user's earlier use, and make the key inactive
      if its owner knows neither. Quiet for a user until it was learnt for a week.
    references:
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.initial-access
      - attack.t1078.004
    correlation:
      type: first_seen
      rules:
        - identity-asked-by-key
      group-by:
        - principal
      field: sourceIPAddress.net
      timespan: 90d
      baseline: 7d
    falsepositives:
      - People who still use a key from wherever they are
      - Runners of a CI service, whose addresses are many
    level: low
    ---
    title: Identity asked by user's key
    id: identity-asked-by-key
    status: test
    description: What user-network-first-seen looks at; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - iam.amazonaws.com
          - sts.amazonaws.com
          - organizations.amazonaws.com
        userIdentity.type: IAMUser
        userIdentity.accessKeyId|startswith: AKIA
      condition: selection
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetCallerIdentity
          sourceIPAddress: 203.0.113.9
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetCallerIdentity
          sourceIPAddress: 203.0.113.9
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: s3.amazonaws.com
          eventName: GetObject
          sourceIPAddress: 203.0.113.9
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup

    """##
  ),
  (
    "organizations/account-contact-changed.yml",
    ##"""
    title: Account's contact changed
    id: account-contact-changed
    status: test
    description: >-
      Whom AWS calls about this account was changed: warnings about abuse now go elsewhere. Compare the
      new contact with your list, put the former one back, and look at who else changed what in the
      account's settings.
    references:
      - https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html
      - https://attack.mitre.org/techniques/T1098/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1098
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: account.amazonaws.com
        eventName:
          - AcceptPrimaryEmailUpdate
          - DeleteAlternateContact
          - PutAlternateContact
          - PutContactInformation
          - StartPrimaryEmailUpdate
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A new security mailbox
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: account.amazonaws.com
          eventName: DeleteAlternateContact
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {alternateContactType: SECURITY}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: account.amazonaws.com
          eventName: GetAlternateContact
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {alternateContactType: SECURITY}

    """##
  ),
  (
    "organizations/account-region-enabled.yml",
    ##"""
    title: Region switched on
    id: account-region-enabled
    status: test
    description: >-
      A region that was off for this account was switched on. What runs there is easily overlooked:
      check that trail and rules cover it, switch it off again unless somebody needs it, and look for
      what was started there.
    references:
      - https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
      - https://attack.mitre.org/techniques/T1535/
    tags:
      - attack.defense-evasion
      - attack.t1535
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: account.amazonaws.com
        eventName: EnableRegion
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A new market
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: account.amazonaws.com
          eventName: EnableRegion
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {RegionName: ap-east-1}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: account.amazonaws.com
          eventName: ListRegions
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}

    """##
  ),
  (
    "organizations/organizations-account-added.yml",
    ##"""
    title: Account made or invited
    id: organizations-account-added
    status: test
    description: >-
      An account was made in the organisation, invited into it, or moved to another unit. New accounts
      have few controls, and a moved one has other policies. Check the request behind it and that its
      trail and its policies are in force.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1136/003/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1136.003
      - attack.t1666
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - CreateAccount
          - CreateAccountResult
          - CreateGovCloudAccount
          - InviteAccountToOrganization
          - MoveAccount
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Growing
      - Account vending
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: CreateAccount
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {accountName: x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: ListAccounts
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE

    """##
  ),
  (
    "organizations/organizations-account-closed.yml",
    ##"""
    title: Account is being closed
    id: organizations-account-closed
    status: test
    description: >-
      An account is being closed, or the whole organisation deleted. Its resources stop and can be
      brought back for 90 days only. Call AWS Support at once if nobody ordered it, and secure the
      management account.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1531/
    tags:
      - attack.impact
      - attack.t1531
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - CloseAccount
          - DeleteOrganization
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Closing a sandbox
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: CloseAccount
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {accountId: '444455556666'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: CloseAccount
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          errorCode: AccessDeniedException
          requestParameters: {accountId: '444455556666'}

    """##
  ),
  (
    "organizations/organizations-account-leaving.yml",
    ##"""
    title: Account leaves organisation
    id: organizations-account-leaving
    status: test
    description: >-
      An account left the organisation, was removed, or tried to leave: outside, neither its policies
      nor its trail apply. Only the management account should move accounts. If nobody ordered it,
      secure the account's root and administrators first.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1666/
    tags:
      - attack.defense-evasion
      - attack.t1666
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - LeaveOrganization
          - RemoveAccountFromOrganization
      condition: selection
    falsepositives:
      - Selling or closing an account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: LeaveOrganization
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: DescribeOrganization
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE

    """##
  ),
  (
    "organizations/organizations-delegated-administrator.yml",
    ##"""
    title: Organisation power delegated
    id: organizations-delegated-administrator
    status: test
    description: >-
      A member account was made an administrator of the organisation for a service, or given rights by
      the organisation's resource policy. Whoever controls that account controls the service everywhere.
      Take it back unless a change request names account and service.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - RegisterDelegatedAdministrator
          - PutResourcePolicy
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Setting up a security account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: RegisterDelegatedAdministrator
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {accountId: '444455556666', servicePrincipal: sso.amazonaws.com}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: ListDelegatedAdministrators
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE

    """##
  ),
  (
    "organizations/organizations-scp-changed.yml",
    ##"""
    title: Organisation policy changed
    id: organizations-scp-changed
    status: test
    description: >-
      The text of a policy of the organisation was changed; what it allows now holds in every account
      that it is attached to. Compare the document with the one before and put that back unless a change
      request covers it.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1484/
    tags:
      - attack.defense-evasion
      - attack.t1484
      - attack.t1666
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - UpdatePolicy
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Policies kept as code
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: UpdatePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {policyId: p-examplepolicy, content: '{}'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: DescribePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {policyId: p-examplepolicy}

    """##
  ),
  (
    "organizations/organizations-scp-detached.yml",
    ##"""
    title: Organisation policy detached
    id: organizations-scp-detached
    status: test
    description: >-
      A policy of the organisation was detached, deleted or its kind switched off: accounts below may do
      what it forbade. Attach it again unless a change request says so, and list what the accounts did
      in the meantime.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1562/001/
    tags:
      - attack.defense-evasion
      - attack.t1562.001
      - attack.t1666
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - DetachPolicy
          - DeletePolicy
          - DisablePolicyType
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Replacing a policy by another one
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: DetachPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {policyId: p-examplepolicy, targetId: '444455556666'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: AttachPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {policyId: p-examplepolicy, targetId: '444455556666'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: DetachPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {policyId: p-x}

    """##
  ),
  (
    "organizations/organizations-service-trusted.yml",
    ##"""
    title: Service trusted everywhere
    id: organizations-service-trusted
    status: test
    description: >-
      A service was given access to all accounts of the organisation, or lost it. Given, it makes roles
      in each; taken, what it guarded is unguarded. Read which service, and undo it unless a change
      request names it.
    references:
      - https://docs.aws.amazon.com/organizations/latest/userguide/orgs_introduction.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1098.003
      - attack.t1562.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: organizations.amazonaws.com
        eventName:
          - EnableAWSServiceAccess
          - DisableAWSServiceAccess
          - EnableAllFeatures
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Setting up or retiring a service
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: DisableAWSServiceAccess
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {servicePrincipal: cloudtrail.amazonaws.com}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: organizations.amazonaws.com
          eventName: ListAWSServiceAccessForOrganization
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE

    """##
  ),
  (
    "persistence/cognito-identity-guests-allowed.yml",
    ##"""
    title: Guests get credentials
    id: cognito-identity-guests-allowed
    status: test
    description: >-
      An identity pool hands AWS credentials to guests who prove nothing, or was given other roles. Read
      what the guests' role may do; forbid guests unless the application needs them, for its id is in
      every copy of the application.
    references:
      - https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cognito-identity.amazonaws.com
      guests:
        eventName:
          - CreateIdentityPool
          - UpdateIdentityPool
        requestParameters.allowUnauthenticatedIdentities: true
      roles:
        eventName: SetIdentityPoolRoles
      failed:
        errorCode|exists: true
      condition: selection and (guests or roles) and not failed
    falsepositives:
      - Mobile or web applications that are meant for everybody
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cognito-identity.amazonaws.com
          eventName: CreateIdentityPool
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {identityPoolName: x, allowUnauthenticatedIdentities: true}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cognito-identity.amazonaws.com
          eventName: CreateIdentityPool
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {identityPoolName: x, allowUnauthenticatedIdentities: false}

    """##
  ),
  (
    "persistence/iam-access-key-for-another-user.yml",
    ##"""
    title: Key for another user
    id: iam-access-key-for-another-user
    status: test
    description: >-
      An access key was made for a user other than the one who asked: whoever asked can now act as that
      user, after their own access is gone. Ask both; if nobody ordered it, make the new key inactive
      and look for calls with it.
    references:
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.t1098.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreateAccessKey
      has_name:
        requestParameters.userName|exists: true
      own:
        requestParameters.userName|fieldref: userIdentity.userName
      failed:
        errorCode|exists: true
      condition: selection and has_name and not own and not failed
    falsepositives:
      - Administrators who hand out keys
      - Rotation by a tool
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: nightly-backup}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}

    """##
  ),
  (
    "persistence/iam-access-key-reactivated.yml",
    ##"""
    title: Inactive key back in force
    id: iam-access-key-reactivated
    status: test
    description: >-
      An access key that had been made inactive is active again. Keys are switched off because they
      leaked or are not used any more: find out why this one was, and make it inactive again unless its
      owner asks for it.
    references:
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.t1098.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - UpdateAccessKey
        requestParameters.status: Active
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Something broke when a key was switched off
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAccessKey
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: ana, accessKeyId: AKIAIOSFODNN7EXAMPLE, status: Active}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAccessKey
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: ana, accessKeyId: AKIAIOSFODNN7EXAMPLE, status: Inactive}

    """##
  ),
  (
    "persistence/iam-identity-provider-added.yml",
    ##"""
    title: Identity provider added
    id: iam-identity-provider-added
    status: test
    description: >-
      An account now trusts another identity provider: whoever runs it can sign in to every role that
      trusts it. Check the URL or the metadata in the details; delete the provider unless a change
      request names it, and look for roles that trust it.
    references:
      - https://attack.mitre.org/techniques/T1484/002/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1484.002
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreateOpenIDConnectProvider
          - CreateSAMLProvider
          - UpdateSAMLProvider
      identity_center:
        userIdentity.sessionContext.sessionIssuer.arn|contains: ':role/aws-service-role/sso.amazonaws.com/'
      failed:
        errorCode|exists: true
      condition: selection and not identity_center and not failed
    falsepositives:
      - Connecting a source code host's pipelines
      - Setting up single sign-on
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateOpenIDConnectProvider
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {url: 'https://idp.example.com'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetOpenIDConnectProvider
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {openIDConnectProviderArn: arn:aws:iam::111122223333:oidc-provider/idp.example.com}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateSAMLProvider
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSSO/SSO
            sessionContext: {sessionIssuer: {type: Role, arn: arn:aws:iam::111122223333:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO}}
          requestParameters: {name: AWSSSO_0_DO_NOT_DELETE}

    """##
  ),
  (
    "persistence/iam-identity-provider-changed.yml",
    ##"""
    title: Identity provider changed
    id: iam-identity-provider-changed
    status: test
    description: >-
      Whom a trusted OpenID Connect provider may speak for was changed: a client or a certificate's
      thumbprint was added. Tokens for that client can now open every role that trusts the provider
      without a condition on the audience. Take it back unless a change request names it.
    references:
      - https://attack.mitre.org/techniques/T1484/002/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1484.002
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AddClientIDToOpenIDConnectProvider
          - UpdateOpenIDConnectProviderThumbprint
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Adding an application to a provider
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddClientIDToOpenIDConnectProvider
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            clientID: x
            openIDConnectProviderArn: arn:aws:iam::111122223333:oidc-provider/idp.example.com
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: RemoveClientIDFromOpenIDConnectProvider
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {clientID: x}

    """##
  ),
  (
    "persistence/iam-login-profile-by-session-name.yml",
    ##"""
    title: Password set by a namesake
    id: iam-login-profile-by-session-name
    status: test
    description: >-
      A session of a role changed the console password of a user whose name the session's name is, or
      ends with. Whoever assumes a role chooses that name, and "susana" ends with "ana": it is no proof
      that the user did it. Ask the user; if it was somebody else, delete the login profile and read
      the session back to its person.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
    tags:
      - attack.persistence
      - attack.t1098
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName: UpdateLoginProfile
        userIdentity.type: AssumedRole
        userIdentity.arn|fieldref|endswith: requestParameters.userName
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Users who change their own password in a session of a role
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          sessionCredentialFromConsole: true
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/Dev/susana
            sessionContext: {attributes: {mfaAuthenticated: 'true'}}
          requestParameters: {userName: ana}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::111122223333:assumed-role/Dev/kim}
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          userIdentity: {type: IAMUser, userName: ana, arn: arn:aws:iam::111122223333:user/ana}
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          errorCode: AccessDenied
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::111122223333:assumed-role/Dev/ana}
          requestParameters: {userName: ana}

    """##
  ),
  (
    "persistence/iam-login-profile-for-another-user.yml",
    ##"""
    title: Password for another user
    id: iam-login-profile-for-another-user
    status: test
    description: >-
      A console password was set or changed for a user other than the one who asked. It opens the
      console to a user that may have had keys only, and locks out its owner. Ask both; if nobody
      ordered it, delete the login profile and read the user's sign-ins.
    references:
      - https://attack.mitre.org/techniques/T1098/
    tags:
      - attack.persistence
      - attack.t1098
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreateLoginProfile
          - UpdateLoginProfile
      has_name:
        requestParameters.userName|exists: true
      own:
        requestParameters.userName|fieldref: userIdentity.userName
      own_by_session_name:
        eventName: UpdateLoginProfile
        userIdentity.type: AssumedRole
        # Who assumes a role chooses the session's name: it is believed only of a console session with MFA.
        sessionCredentialFromConsole: true
        userIdentity.sessionContext.attributes.mfaAuthenticated: 'true'
        userIdentity.arn|fieldref|endswith: requestParameters.userName
      failed:
        errorCode|exists: true
      condition: selection and has_name and not own and not own_by_session_name and not failed
    falsepositives:
      - A help desk that resets passwords
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateLoginProfile
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper, passwordResetRequired: false}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/helper
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
            sessionContext: {attributes: {mfaAuthenticated: 'false'}}
          requestParameters: {userName: helper}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          sessionCredentialFromConsole: true
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/helper
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
            sessionContext: {attributes: {mfaAuthenticated: 'false'}}
          requestParameters: {userName: helper}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateLoginProfile
          sessionCredentialFromConsole: true
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/helper
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
            sessionContext: {attributes: {mfaAuthenticated: 'true'}}
          requestParameters: {userName: helper}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateLoginProfile
          sessionCredentialFromConsole: true
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/Dev/ana
            sessionContext: {attributes: {mfaAuthenticated: 'true'}}
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateLoginProfile
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: EntityAlreadyExistsException
          requestParameters: {userName: helper}

    """##
  ),
  (
    "persistence/iam-mfa-deactivated.yml",
    ##"""
    title: MFA device removed
    id: iam-mfa-deactivated
    status: test
    description: >-
      The second factor of a user was switched off or deleted. Until it is back a password or a key is
      enough. Ask the user; if it was not theirs to do, switch it on again, change the password and read
      what the actor did before and after.
    references:
      - https://attack.mitre.org/techniques/T1556/006/
    tags:
      - attack.persistence
      - attack.credential-access
      - attack.t1556.006
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - DeactivateMFADevice
          - DeleteVirtualMFADevice
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A lost or replaced phone
      - A user who leaves
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DeactivateMFADevice
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: ana, serialNumber: arn:aws:iam::111122223333:mfa/ana}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: EnableMFADevice
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}
          requestParameters: {userName: ana}

    """##
  ),
  (
    "persistence/iam-mfa-set-for-another-user.yml",
    ##"""
    title: MFA set for another user
    id: iam-mfa-set-for-another-user
    status: test
    description: >-
      A second factor was registered for a user by somebody else, who then holds the code that the user
      should. Ask the user; if the device is not theirs, remove it, change the password and end the
      user's sessions.
    references:
      - https://attack.mitre.org/techniques/T1556/006/
    tags:
      - attack.persistence
      - attack.t1556.006
      - attack.t1098.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - EnableMFADevice
          - ResyncMFADevice
      has_name:
        requestParameters.userName|exists: true
      own:
        requestParameters.userName|fieldref: userIdentity.userName
      failed:
        errorCode|exists: true
      condition: selection and has_name and not own and not failed
    falsepositives:
      - A help desk that registers devices
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: EnableMFADevice
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: ana, serialNumber: arn:aws:iam::111122223333:mfa/ana}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: EnableMFADevice
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}
          requestParameters: {userName: ana}

    """##
  ),
  (
    "persistence/iam-other-credential-for-another-user.yml",
    ##"""
    title: Credential for another user
    id: iam-other-credential-for-another-user
    status: test
    description: >-
      An SSH key, a signing certificate or a password for one service was made for a user other than the
      one who asked. These outlive a change of access keys and are easily overlooked. Delete it if its
      owner did not order it.
    references:
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.t1098.001
      - attack.t1098.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - UploadSSHPublicKey
          - UploadSigningCertificate
          - CreateServiceSpecificCredential
          - ResetServiceSpecificCredential
          - UpdateSSHPublicKey
      has_name:
        requestParameters.userName|exists: true
      own:
        requestParameters.userName|fieldref: userIdentity.userName
      failed:
        errorCode|exists: true
      condition: selection and has_name and not own and not failed
    falsepositives:
      - Setting up CodeCommit or mail for somebody
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateServiceSpecificCredential
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: helper, serviceName: codecommit.amazonaws.com}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UploadSSHPublicKey
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}
          requestParameters: {userName: ana}

    """##
  ),
  (
    "persistence/iam-password-policy-weakened.yml",
    ##"""
    title: Password policy weakened
    id: iam-password-policy-weakened
    status: test
    description: >-
      The account's rules for passwords were deleted, or now allow short ones. Put the former rules
      back, ask who changed them, and look for passwords that were set since.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
      - https://attack.mitre.org/techniques/T1556/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1556
      - attack.t1201
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
      none:
        eventName: DeleteAccountPasswordPolicy
      short:
        eventName: UpdateAccountPasswordPolicy
        requestParameters.minimumPasswordLength|lt: 12
      failed:
        errorCode|exists: true
      condition: selection and (none or short) and not failed
    falsepositives:
      - Moving people to Identity Center
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DeleteAccountPasswordPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAccountPasswordPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {minimumPasswordLength: 6}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAccountPasswordPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {minimumPasswordLength: 16}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountPasswordPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE

    """##
  ),
  (
    "persistence/iam-role-created-for-outsiders.yml",
    ##"""
    title: New role trusts outsiders
    id: iam-role-created-for-outsiders
    status: test
    description: >-
      A role was made that everybody may assume, or a principal of accounts of which none is its own.
      Read its trust policy, compare the account with the list of ours and of our vendors, and delete
      the role if nobody knows it. What policies it gets next says what it is for.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
      - https://attack.mitre.org/techniques/T1136/003/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1136.003
      - attack.t1199
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName: CreateRole
      everybody:
        requestParameters.assumeRolePolicyDocument|re: '"(AWS|Principal)"\s*:\s*(\[[^\]]*)?"\*"'
      names_accounts:
        requestParameters.assumeRolePolicyDocument|re: '"AWS"\s*:'
      names_own_account:
        requestParameters.assumeRolePolicyDocument|fieldref|contains: recipientAccountId
      failed:
        errorCode|exists: true
      condition: selection and not failed and (everybody or names_accounts and not names_own_account)
    falsepositives:
      - Connecting a vendor's account
      - A landing zone that makes roles for a tooling account
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateRole
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: support
            assumeRolePolicyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateRole
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: support
            assumeRolePolicyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateRole
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: support
            assumeRolePolicyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'

    """##
  ),
  (
    "persistence/iam-role-trust-opened.yml",
    ##"""
    title: Role trusts outsiders
    id: iam-role-trust-opened
    status: test
    description: >-
      A role's trust policy was changed to let in everybody, or a principal while naming nothing of its
      own account. Read the document in the details; unless the other account is ours and expected, put
      the old trust back and revoke the role's sessions.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098.001
      - attack.t1199
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName: UpdateAssumeRolePolicy
      everybody:
        requestParameters.policyDocument|re: '"(AWS|Principal)"\s*:\s*(\[[^\]]*)?"\*"'
      names_accounts:
        requestParameters.policyDocument|re: '"AWS"\s*:'
      names_own_account:
        requestParameters.policyDocument|fieldref|contains: recipientAccountId
      failed:
        errorCode|exists: true
      condition: selection and not failed and (everybody or names_accounts and not names_own_account)
    falsepositives:
      - Connecting a vendor's account
      - A role for a new tooling account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAssumeRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: search-api
            policyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/helper"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAssumeRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: search-api
            policyDocument: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAssumeRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: search-api
            policyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: UpdateAssumeRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: search-api
            policyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/ci"},"Action":"sts:AssumeRole"}]}'
          recipientAccountId: '444455556666'

    """##
  ),
  (
    "persistence/iam-user-created-by-user.yml",
    ##"""
    title: User made by a user
    id: iam-user-created-by-user
    status: test
    description: >-
      An IAM user or root made a new IAM user, by hand and not through a role. Where people come through
      Identity Center and machines use roles, new users are rare: find out what it is for, and delete it
      with its keys when nobody knows.
    references:
      - https://attack.mitre.org/techniques/T1136/003/
    tags:
      - attack.persistence
      - attack.t1136.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreateUser
        userIdentity.type:
          - IAMUser
          - Root
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - An account without Identity Center
      - A vendor's set-up guide
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateUser
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateUser
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: mailer}

    """##
  ),
  (
    "persistence/lambda-open-to-all.yml",
    ##"""
    title: Function open to everybody
    id: lambda-open-to-all
    status: test
    description: >-
      A Lambda function may now be called by everybody: its policy names no account, or it has an
      address that asks for no signature. Whoever finds it acts with the function's role. Take the
      permission or the address away unless it is meant to be public.
    references:
      - https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
      - https://attack.mitre.org/techniques/T1546/
    tags:
      - attack.persistence
      - attack.t1546
      - attack.t1648
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: lambda.amazonaws.com
      policy:
        eventName: AddPermission20150331v2
        requestParameters.principal: '\*'
      limited:
        - requestParameters.sourceAccount|exists: true
        - requestParameters.sourceArn|exists: true
        - requestParameters.principalOrgID|exists: true
      address:
        eventName:
          - CreateFunctionUrlConfig
          - UpdateFunctionUrlConfig
        requestParameters.authType: NONE
      failed:
        errorCode|exists: true
      condition: selection and (address or policy and not limited) and not failed
    falsepositives:
      - Web hooks that check a signature of their own
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: AddPermission20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, principal: '*', action: 'lambda:InvokeFunction'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunctionUrlConfig
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {functionName: x, authType: NONE}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: AddPermission20150331v2
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {functionName: x, principal: s3.amazonaws.com}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunctionUrlConfig
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {functionName: x, authType: AWS_IAM}

    """##
  ),
  (
    "persistence/rolesanywhere-profile-opened.yml",
    ##"""
    title: Roles Anywhere gives a role
    id: rolesanywhere-profile-opened
    status: test
    description: >-
      A profile of IAM Roles Anywhere was made, changed or enabled: it says which roles a trusted
      certificate can become. Read its roles and its session policy; disable it unless a change request
      names it.
    references:
      - https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: rolesanywhere.amazonaws.com
        eventName:
          - CreateProfile
          - EnableProfile
          - UpdateProfile
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Connecting machines outside of AWS
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: rolesanywhere.amazonaws.com
          eventName: CreateProfile
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: x, roleArns: [arn:aws:iam::111122223333:role/search-api]}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: rolesanywhere.amazonaws.com
          eventName: DisableProfile
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {profileId: '0'}

    """##
  ),
  (
    "persistence/rolesanywhere-trust-anchor-added.yml",
    ##"""
    title: Roles Anywhere trusts a CA
    id: rolesanywhere-trust-anchor-added
    status: test
    description: >-
      IAM Roles Anywhere was told to trust a certificate authority: whoever holds its key can make
      certificates that become roles, from any machine. Disable the trust anchor unless a change request
      names the authority, and look for CreateSession.
    references:
      - https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html
      - https://attack.mitre.org/techniques/T1484/002/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1484.002
      - attack.t1550.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: rolesanywhere.amazonaws.com
        eventName:
          - CreateTrustAnchor
          - EnableTrustAnchor
          - UpdateTrustAnchor
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Connecting machines outside of AWS
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: rolesanywhere.amazonaws.com
          eventName: CreateTrustAnchor
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: x, enabled: true}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: rolesanywhere.amazonaws.com
          eventName: DisableTrustAnchor
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {trustAnchorId: '0'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: rolesanywhere.amazonaws.com
          eventName: ListTrustAnchors
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {}

    """##
  ),
  (
    "persistence/root-access-key-created.yml",
    ##"""
    title: Key for the root user
    id: root-access-key-created
    status: test
    description: >-
      The root user made an access key for itself: a password that no policy limits, in a file. Delete
      the key now, read everything that was done with it, and change root's password and second factor
      unless the person who holds them did it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1098.001
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreateAccessKey
        userIdentity.type: Root
      for_a_user:
        requestParameters.userName|exists: true
      failed:
        errorCode|exists: true
      condition: selection and not for_a_user and not failed
    falsepositives:
      - None that is worth it
    level: critical
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {accessKey: {accessKeyId: AKIAI44QH8DHBEXAMPLE, status: Active}}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          requestParameters: {userName: ana}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreateAccessKey
          userIdentity: {type: IAMUser, userName: ana, accountId: '111122223333'}

    """##
  ),
  (
    "persistence/sso-identity-source-changed.yml",
    ##"""
    title: Identity source changed
    id: sso-identity-source-changed
    status: test
    description: >-
      Where Identity Center takes its people from was changed: whoever runs the new directory or
      provider can sign in as anybody. Compare the provider's metadata with your own, put the former
      source back, and end all sessions until it is clear who did it.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source.html
      - https://attack.mitre.org/techniques/T1484/002/
    tags:
      - attack.persistence
      - attack.privilege-escalation
      - attack.t1484.002
      - attack.t1556.007
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        - eventSource: sso.amazonaws.com
          eventName:
            - AssociateDirectory
            - DisassociateDirectory
        - eventSource: sso-directory.amazonaws.com
          eventName:
            - CreateExternalIdPConfigurationForDirectory
            - DeleteExternalIdPConfigurationForDirectory
            - DisableExternalIdPConfigurationForDirectory
            - EnableExternalIdPConfigurationForDirectory
            - UpdateExternalIdPConfigurationForDirectory
            - ImportExternalIdPCertificate
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Moving to another identity provider
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: EnableExternalIdPConfigurationForDirectory
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {directoryId: d-0}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: ListExternalIdPConfigurationsForDirectory
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {directoryId: d-0}

    """##
  ),
  (
    "persistence/sso-mfa-weakened.yml",
    ##"""
    title: Identity Center MFA weakened
    id: sso-mfa-weakened
    status: test
    description: >-
      The rules for second factors in Identity Center were changed, or a person's device was removed.
      Compare the settings with what your policy demands; of a device, ask its owner, and look for
      sign-ins with a password alone.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/enable-mfa.html
      - https://attack.mitre.org/techniques/T1556/006/
    tags:
      - attack.persistence
      - attack.credential-access
      - attack.t1556.006
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso-directory.amazonaws.com
        eventName:
          - DeleteMfaDeviceForUser
          - UpdateMfaDeviceManagementForDirectory
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A lost or replaced phone
      - Tightening the rules
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: DeleteMfaDeviceForUser
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userId: u-1}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: StartVirtualMfaDeviceRegistration
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userId: u-1}

    """##
  ),
  (
    "persistence/sso-provisioning-token-created.yml",
    ##"""
    title: Provisioning token made
    id: sso-provisioning-token-created
    status: test
    description: >-
      A bearer token for Identity Center's automatic provisioning (SCIM) was made: its holder can add
      people and put them into groups, for a year and without signing in. Delete the token unless the
      identity provider's administrators rotated theirs.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/provision-automatically.html
      - https://attack.mitre.org/techniques/T1098/001/
    tags:
      - attack.persistence
      - attack.t1098.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso-directory.amazonaws.com
        eventName:
          - CreateBearerToken
          - CreateProvisioningTenant
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Rotating the token once a year
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: CreateBearerToken
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {tenantId: t-0}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso-directory.amazonaws.com
          eventName: DeleteBearerToken
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {tenantId: t-0}

    """##
  ),
  (
    "persistence/sts-federation-token-by-user.yml",
    ##"""
    title: Session outlives its key
    id: sts-federation-token-by-user
    status: test
    description: >-
      An IAM user's long-lived key got a federation token: its session goes on for up to 36 hours after
      the key is switched off. If the key is suspect, deny the user's sessions by a policy with
      aws:TokenIssueTime, and follow the new access key in the response.
    references:
      - https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
      - https://attack.mitre.org/techniques/T1550/001/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1550.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sts.amazonaws.com
        eventName:
          - GetFederationToken
        userIdentity.accessKeyId|startswith: AKIA
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Applications that broker access for their own people
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetFederationToken
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetFederationToken
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {name: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetCallerIdentity
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup

    """##
  ),
  (
    "persistence/sts-session-token-without-mfa.yml",
    ##"""
    title: Session token without MFA
    id: sts-session-token-without-mfa
    status: test
    description: >-
      An IAM user's long-lived key got a session token without showing a second factor. That is only
      useful to hide the key, or to go on after it is switched off: compare address and tool with the
      key's earlier use, and follow the new access key in the response.
    references:
      - https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
      - https://attack.mitre.org/techniques/T1550/001/
    tags:
      - attack.persistence
      - attack.defense-evasion
      - attack.t1550.001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sts.amazonaws.com
        eventName:
          - GetSessionToken
        userIdentity.accessKeyId|startswith: AKIA
        userIdentity.type: IAMUser
      with_mfa:
        requestParameters.serialNumber|exists: true
      failed:
        errorCode|exists: true
      condition: selection and not with_mfa and not failed
    falsepositives:
      - Tools that always ask for a session first
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetSessionToken
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {durationSeconds: 3600}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: GetSessionToken
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {serialNumber: arn:aws:iam::111122223333:mfa/ana, durationSeconds: 3600}

    """##
  ),
  (
    "privilege-escalation/cloudformation-stack-with-role-by-user.yml",
    ##"""
    title: User's stack has a role
    id: cloudformation-stack-with-role-by-user
    status: test
    description: >-
      An IAM user made or changed a stack that acts as a role of its own, and not as the user: the
      template can do all that the role may. Read the template's IAM resources, and delete the stack if
      nobody expects it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: cloudformation.amazonaws.com
        eventName:
          - CreateStack
          - UpdateStack
          - CreateChangeSet
        requestParameters.roleARN|exists: true
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Deployment by hand with a service role
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudformation.amazonaws.com
          eventName: CreateStack
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {stackName: x, roleARN: arn:aws:iam::111122223333:role/deploy}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudformation.amazonaws.com
          eventName: CreateStack
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {stackName: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: cloudformation.amazonaws.com
          eventName: CreateStack
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {stackName: x, roleARN: arn:aws:iam::111122223333:role/deploy}

    """##
  ),
  (
    "privilege-escalation/codebuild-project-with-role-by-user.yml",
    ##"""
    title: User makes a build project
    id: codebuild-project-with-role-by-user
    status: test
    description: >-
      An IAM user made or changed a CodeBuild or CodeStar project, whose build commands run with the
      project's role. Read the build specification and the source; delete the project if nobody expects
      it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: codebuild.amazonaws.com
        eventName:
          - CreateProject
          - UpdateProject
          - CreateProjectFromTemplate
          - AssociateTeamMember
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Setting up a build by hand
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: codebuild.amazonaws.com
          eventName: CreateProject
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: x, serviceRole: arn:aws:iam::111122223333:role/build}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: codebuild.amazonaws.com
          eventName: CreateProject
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: x, serviceRole: arn:aws:iam::111122223333:role/build}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: codebuild.amazonaws.com
          eventName: BatchGetProjects
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {}

    """##
  ),
  (
    "privilege-escalation/compute-given-admin-role.yml",
    ##"""
    title: Compute runs as admin
    id: compute-given-admin-role
    status: test
    description: >-
      Something that runs code was given a role that is named as an administrator's: whoever may write
      its code is administrator now. Read what it runs, stop it unless a change request covers it, and
      take iam:PassRole on that role from the one who passed it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource:
          - apprunner.amazonaws.com
          - batch.amazonaws.com
          - cloudformation.amazonaws.com
          - codebuild.amazonaws.com
          - ec2.amazonaws.com
          - ecs.amazonaws.com
          - glue.amazonaws.com
          - lambda.amazonaws.com
          - sagemaker.amazonaws.com
          - scheduler.amazonaws.com
          - states.amazonaws.com
        eventName:
          - AssociateIamInstanceProfile
          - CreateChangeSet
          - CreateDevEndpoint
          - CreateFunction20150331
          - CreateJob
          - CreateNotebookInstance
          - CreateProcessingJob
          - CreateProject
          - CreateSchedule
          - CreateService
          - CreateSession
          - CreateStack
          - CreateStateMachine
          - CreateTrainingJob
          - RegisterJobDefinition
          - RegisterTaskDefinition
          - ReplaceIamInstanceProfileAssociation
          - RunInstances
          - RunTask
          - UpdateFunctionConfiguration20150331v2
          - UpdateJob
          - UpdateProject
          - UpdateStack
      roles:
        - requestParameters.role|contains: admin
        - requestParameters.roleArn|contains: admin
        - requestParameters.roleARN|contains: admin
        - requestParameters.serviceRole|contains: admin
        - requestParameters.taskRoleArn|contains: admin
        - requestParameters.overrides.taskRoleArn|contains: admin
        - requestParameters.containerProperties.jobRoleArn|contains: admin
        - requestParameters.target.roleArn|contains: admin
        - requestParameters.instanceConfiguration.instanceRoleArn|contains: admin
        - requestParameters.iamInstanceProfile.name|contains: admin
        - requestParameters.iamInstanceProfile.arn|contains: admin
        - requestParameters.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name|contains: admin
        - requestParameters.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name|contains: admin
      failed:
        errorCode|exists: true
      condition: selection and roles and not failed
    falsepositives:
      - Administrative automation kept as code
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunction20150331
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, role: arn:aws:iam::111122223333:role/platform-admin}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {iamInstanceProfile: {name: platform-admin}}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ecs.amazonaws.com
          eventName: RegisterTaskDefinition
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {family: x, taskRoleArn: arn:aws:iam::111122223333:role/platform-admin}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunction20150331
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, role: arn:aws:iam::111122223333:role/search-api}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: Client.UnauthorizedOperation
          requestParameters: {iamInstanceProfile: {name: platform-admin}}

    """##
  ),
  (
    "privilege-escalation/datapipeline-by-user.yml",
    ##"""
    title: User makes a data pipeline
    id: datapipeline-by-user
    status: test
    description: >-
      An IAM user defined a Data Pipeline, whose activities run shell commands with the role in its
      definition. The service is closed to new customers: unless you still use it, delete the pipeline
      and look at the role's sessions.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: datapipeline.amazonaws.com
        eventName:
          - CreatePipeline
          - PutPipelineDefinition
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Old pipelines that are kept by hand
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: datapipeline.amazonaws.com
          eventName: PutPipelineDefinition
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {pipelineId: df-0}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: datapipeline.amazonaws.com
          eventName: PutPipelineDefinition
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {pipelineId: df-0}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: datapipeline.amazonaws.com
          eventName: DescribePipelines
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {}

    """##
  ),
  (
    "privilege-escalation/ec2-instance-profile-changed.yml",
    ##"""
    title: Instance gets another role
    id: ec2-instance-profile-changed
    status: test
    description: >-
      A running instance was given an instance profile, or another one: whoever has a shell on it can
      take the role's credentials from the metadata service. Compare the role with what the instance is
      for, put the former one back, and see who was logged in to the instance.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ec2.amazonaws.com
        eventName:
          - AssociateIamInstanceProfile
          - ReplaceIamInstanceProfileAssociation
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - An instance that was started without its profile
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: AssociateIamInstanceProfile
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            AssociateIamInstanceProfileRequest: {InstanceId: i-0abc, IamInstanceProfile: {Name: search-api}}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: DescribeIamInstanceProfileAssociations
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: AssociateIamInstanceProfile
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: Client.UnauthorizedOperation
          requestParameters: {}

    """##
  ),
  (
    "privilege-escalation/ec2-launched-with-role-by-user.yml",
    ##"""
    title: User starts a VM with a role
    id: ec2-launched-with-role-by-user
    status: test
    description: >-
      An IAM user started an instance that has a role: by way of the instance's metadata the user can
      act as the role. Check that the role is no stronger than the user, and what the start script in
      the user data does; terminate the instance if nobody expects it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ec2.amazonaws.com
        eventName:
          - RunInstances
        requestParameters.iamInstanceProfile|exists: true
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Work by hand in an account without Identity Center
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {instanceType: t3.micro, iamInstanceProfile: {name: search-api}}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {instanceType: t3.micro}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: RunInstances
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {iamInstanceProfile: {name: search-api}}

    """##
  ),
  (
    "privilege-escalation/ec2-start-script-changed.yml",
    ##"""
    title: Start script of a VM changed
    id: ec2-start-script-changed
    status: test
    description: >-
      The user data of an instance was replaced: it runs as root at the next start, with the instance's
      role. Read the new script in the instance's attributes, put the former one back, and if the
      instance was restarted since treat its role's credentials as stolen.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1578/
    tags:
      - attack.privilege-escalation
      - attack.execution
      - attack.t1578
      - attack.t1059.009
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ec2.amazonaws.com
        eventName:
          - ModifyInstanceAttribute
        requestParameters.userData|exists: true
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Repairing an instance that does not start
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: ModifyInstanceAttribute
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {instanceId: i-0abc, userData: '<sensitiveDataRemoved>'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: ModifyInstanceAttribute
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {instanceId: i-0abc, disableApiTermination: {value: true}}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ec2.amazonaws.com
          eventName: ModifyInstanceAttribute
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: Client.UnauthorizedOperation
          requestParameters: {instanceId: i-0abc, userData: '<sensitiveDataRemoved>'}

    """##
  ),
  (
    "privilege-escalation/ecs-task-role-overridden.yml",
    ##"""
    title: Task started with other role
    id: ecs-task-role-overridden
    status: test
    description: >-
      A container task was started with a role in place of the one in its definition: its command acts
      as that role. Read the command in the overrides, stop the task unless it is a known job, and see
      who may pass the role.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ecs.amazonaws.com
        eventName:
          - RunTask
          - StartTask
        requestParameters.overrides.taskRoleArn|exists: true
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Schedulers that choose a role for each run
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ecs.amazonaws.com
          eventName: RunTask
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {taskDefinition: x, overrides: {taskRoleArn: arn:aws:iam::111122223333:role/billing}}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ecs.amazonaws.com
          eventName: RunTask
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {taskDefinition: x, overrides: {containerOverrides: []}}

    """##
  ),
  (
    "privilege-escalation/glue-code-with-role-by-user.yml",
    ##"""
    title: User runs Glue with a role
    id: glue-code-with-role-by-user
    status: test
    description: >-
      An IAM user made or changed a Glue job or session and passed a role to it, with which the user's
      script runs. Compare role and user, and read the script; stop the job if nobody expects it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: glue.amazonaws.com
        eventName:
          - CreateJob
          - UpdateJob
          - CreateSession
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Work on data by hand in a sandbox
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: glue.amazonaws.com
          eventName: CreateJob
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {name: x, role: arn:aws:iam::111122223333:role/etl}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: glue.amazonaws.com
          eventName: CreateJob
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {name: x, role: arn:aws:iam::111122223333:role/etl}

    """##
  ),
  (
    "privilege-escalation/glue-endpoint-opened.yml",
    ##"""
    title: Glue endpoint opened
    id: glue-endpoint-opened
    status: test
    description: >-
      A Glue development endpoint was made, or given another SSH key: whoever holds the key has a shell
      with the endpoint's role. Nobody needs these endpoints any more, since sessions replaced them:
      delete it, and revoke the role's sessions.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: glue.amazonaws.com
        eventName:
          - CreateDevEndpoint
          - UpdateDevEndpoint
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Old notebooks that still use an endpoint
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: glue.amazonaws.com
          eventName: UpdateDevEndpoint
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {endpointName: x, addPublicKeys: ['ssh-rsa AAAA']}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: glue.amazonaws.com
          eventName: GetDevEndpoint
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {endpointName: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: glue.amazonaws.com
          eventName: CreateDevEndpoint
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {endpointName: x}

    """##
  ),
  (
    "privilege-escalation/iam-admin-policy-attached.yml",
    ##"""
    title: Admin policy attached
    id: iam-admin-policy-attached
    status: test
    description: >-
      A managed policy that makes administrators was attached to a user, a group or a role. Unless a
      change request says so, detach it, then follow the actor back: which key or session, from where,
      and what the new administrator did since.
    references:
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AttachUserPolicy
          - AttachRolePolicy
          - AttachGroupPolicy
        requestParameters.policyArn:
          - '*Administrator*'
          - '*:policy/IAMFullAccess'
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Setting up a new account
      - Break-glass access that was announced
    level: critical
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper, policyArn: arn:aws:iam::aws:policy/AdministratorAccess}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {roleName: search-api, policyArn: arn:aws:iam::aws:policy/ReadOnlyAccess}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {userName: helper, policyArn: arn:aws:iam::aws:policy/AdministratorAccess}

    """##
  ),
  (
    "privilege-escalation/iam-inline-admin-policy.yml",
    ##"""
    title: Inline policy allows all
    id: iam-inline-admin-policy
    status: test
    description: >-
      A policy written into a user, group or role allows every action, or every action of IAM. Read the
      document in the details, delete it unless a change request covers it, and see who can use the
      identity.
    references:
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1484
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - PutUserPolicy
          - PutRolePolicy
          - PutGroupPolicy
        requestParameters.policyDocument|re|all:
          - '"Effect"\s*:\s*"Allow"'
          - '"Action"\s*:\s*(\[[^\]]*)?"(\*|\*:\*|iam:\*)"'
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Infrastructure code that sets up a deployment role
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            userName: helper
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: r
            policyName: x
            policyDocument: '{"Statement":{"Effect": "Allow", "Action": ["s3:Get*", "iam:*"], "Resource":"*"}}'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: r
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutRolePolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            roleName: r
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'

    """##
  ),
  (
    "privilege-escalation/iam-permissions-boundary-removed.yml",
    ##"""
    title: Permissions boundary removed
    id: iam-permissions-boundary-removed
    status: test
    description: >-
      The permissions boundary of a user or a role was taken away: from now on it may do all that its
      policies say. Put the boundary back, then find out who is allowed to remove it and what the
      identity did without it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.defense-evasion
      - attack.t1098.003
      - attack.t1484
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - DeleteUserPermissionsBoundary
          - DeleteRolePermissionsBoundary
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Moving an identity to another boundary by removing and setting it
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DeleteRolePermissionsBoundary
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {roleName: developer}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DeleteUserPermissionsBoundary
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutRolePermissionsBoundary
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {roleName: developer, permissionsBoundary: arn:aws:iam::111122223333:policy/limit}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: DeleteUserPermissionsBoundary
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {userName: helper}

    """##
  ),
  (
    "privilege-escalation/iam-permissions-boundary-widened.yml",
    ##"""
    title: Boundary now limits nothing
    id: iam-permissions-boundary-widened
    status: test
    description: >-
      A user or a role was given a permissions boundary that allows administrators' work, which limits
      nothing. Put the former boundary back and ask why it had to go; the policies of the identity count
      in full until then.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.defense-evasion
      - attack.t1098.003
      - attack.t1484
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - PutUserPermissionsBoundary
          - PutRolePermissionsBoundary
        requestParameters.permissionsBoundary:
          - '*Administrator*'
          - '*PowerUser*'
          - '*FullAccess'
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Administrators' roles in an organisation that demands a boundary on all
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutUserPermissionsBoundary
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper, permissionsBoundary: arn:aws:iam::aws:policy/AdministratorAccess}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutUserPermissionsBoundary
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper, permissionsBoundary: arn:aws:iam::111122223333:policy/limit}

    """##
  ),
  (
    "privilege-escalation/iam-policy-default-version-set.yml",
    ##"""
    title: Old policy version in force
    id: iam-policy-default-version-set
    status: test
    description: >-
      Another version of a managed policy was made the default one. Old versions are often wider, and
      nothing in the record shows what they allow: compare the two versions, set the former one again if
      nobody rolled back on purpose, and see who has the policy.
    references:
      - https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1484
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - SetDefaultPolicyVersion
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Rolling back a change of a policy
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: SetDefaultPolicyVersion
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {policyArn: arn:aws:iam::111122223333:policy/app, versionId: v1}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: SetDefaultPolicyVersion
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {policyArn: arn:aws:iam::111122223333:policy/app, versionId: v1}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetPolicyVersion
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {policyArn: arn:aws:iam::111122223333:policy/app, versionId: v1}

    """##
  ),
  (
    "privilege-escalation/iam-policy-given-to-self.yml",
    ##"""
    title: User gives itself a policy
    id: iam-policy-given-to-self
    status: test
    description: >-
      An IAM user attached a policy to itself or wrote one into itself. Whoever may do that is an
      administrator in waiting, and a stolen key uses it first. Remove the policy, take the permission
      away, and check from where the key was used.
    references:
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AttachUserPolicy
          - PutUserPolicy
      self:
        requestParameters.userName|fieldref: userIdentity.userName
      failed:
        errorCode|exists: true
      condition: selection and self and not failed
    falsepositives:
      - A lone administrator who works with an IAM user
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            userName: nightly-backup
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: PutUserPolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            userName: helper
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AttachUserPolicy
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: nightly-backup, policyArn: arn:aws:iam::aws:policy/AdministratorAccess}

    """##
  ),
  (
    "privilege-escalation/iam-policy-version-allows-all.yml",
    ##"""
    title: Policy now allows all
    id: iam-policy-version-allows-all
    status: test
    description: >-
      A managed policy was made, or given a new version, that allows every action or every action of
      IAM. All who have the policy are administrators as soon as the version is the default one. Read
      the document, set the earlier version as default, and list whom the policy is attached to.
    references:
      - https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1484
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - CreatePolicyVersion
          - CreatePolicy
        requestParameters.policyDocument|re|all:
          - '"Effect"\s*:\s*"Allow"'
          - '"Action"\s*:\s*(\[[^\]]*)?"(\*|\*:\*|iam:\*)"'
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - An administrators' policy kept as code
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreatePolicyVersion
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            policyArn: arn:aws:iam::111122223333:policy/app
            setAsDefault: true
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreatePolicy
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            policyName: x
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":["iam:*"],"Resource":"*"}]}'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreatePolicyVersion
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters:
            policyArn: arn:aws:iam::111122223333:policy/app
            setAsDefault: true
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}]}'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: CreatePolicyVersion
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters:
            policyArn: arn:aws:iam::111122223333:policy/app
            setAsDefault: true
            policyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

    """##
  ),
  (
    "privilege-escalation/iam-user-added-to-admin-group.yml",
    ##"""
    title: User joins admin group
    id: iam-user-added-to-admin-group
    status: test
    description: >-
      A user was put into a group that is named as the administrators'. Unless a change request names
      the user, take it out again and read what it did since; then ask how the one who added it came to
      the permission.
    references:
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1098.003
      - attack.t1098
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AddUserToGroup
        requestParameters.groupName|contains:
          - admin
          - root
          - poweruser
          - superuser
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - A new administrator
      - Setting up an account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddUserToGroup
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: helper, groupName: Administrators}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddUserToGroup
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {userName: helper, groupName: readers}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddUserToGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {userName: helper, groupName: Administrators}

    """##
  ),
  (
    "privilege-escalation/iam-user-adds-itself-to-group.yml",
    ##"""
    title: User joins a group itself
    id: iam-user-adds-itself-to-group
    status: test
    description: >-
      An IAM user put itself into a group and has the group's permissions from now on. Take it out,
      compare what the group may do with what the user needs, and check whether the key or the password
      is in other hands.
    references:
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: iam.amazonaws.com
        eventName:
          - AddUserToGroup
      self:
        requestParameters.userName|fieldref: userIdentity.userName
      failed:
        errorCode|exists: true
      condition: selection and self and not failed
    falsepositives:
      - A lone administrator who works with an IAM user
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddUserToGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: nightly-backup, groupName: deployers}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: AddUserToGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: helper, groupName: deployers}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: RemoveUserFromGroup
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {userName: nightly-backup, groupName: deployers}

    """##
  ),
  (
    "privilege-escalation/lambda-code-changed-by-user.yml",
    ##"""
    title: User changes function's code
    id: lambda-code-changed-by-user
    status: test
    description: >-
      An IAM user replaced the code of a Lambda function, or put a layer under it: code of the user's
      own runs as the function's role. Compare with what the pipeline deploys, deploy again from there,
      and treat the role's sessions since then as the user's.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1525/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1525
      - attack.t1648
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: lambda.amazonaws.com
        eventName:
          - UpdateFunctionCode20150331v2
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Repairing a function by hand
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: UpdateFunctionCode20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: UpdateFunctionCode20150331v2
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {functionName: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: UpdateFunctionCode20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {functionName: x}

    """##
  ),
  (
    "privilege-escalation/lambda-created-by-user.yml",
    ##"""
    title: User makes a function
    id: lambda-created-by-user
    status: test
    description: >-
      An IAM user made a Lambda function and passed a role to it: code of the user's own runs with the
      role's permissions. Compare role and user, read the code, and delete the function if nobody
      expects it. Functions usually come from a pipeline's role.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: lambda.amazonaws.com
        eventName:
          - CreateFunction20150331
        requestParameters.role|exists: true
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Trying something out in a sandbox
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunction20150331
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, role: arn:aws:iam::111122223333:role/search-api}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: CreateFunction20150331
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {functionName: x, role: arn:aws:iam::111122223333:role/search-api}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: GetFunction20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x}

    """##
  ),
  (
    "privilege-escalation/lambda-role-changed-by-user.yml",
    ##"""
    title: User changes function's role
    id: lambda-role-changed-by-user
    status: test
    description: >-
      An IAM user gave a Lambda function another role. With the right to run or to change the function
      that is the role's power. Put the former role back and read what the function did since.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: lambda.amazonaws.com
        eventName:
          - UpdateFunctionConfiguration20150331v2
        requestParameters.role|exists: true
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Repairing a function by hand
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: UpdateFunctionConfiguration20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, role: arn:aws:iam::111122223333:role/search-api}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: lambda.amazonaws.com
          eventName: UpdateFunctionConfiguration20150331v2
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {functionName: x, timeout: 30}

    """##
  ),
  (
    "privilege-escalation/sagemaker-notebook-with-role-by-user.yml",
    ##"""
    title: User gets a notebook's role
    id: sagemaker-notebook-with-role-by-user
    status: test
    description: >-
      An IAM user made a SageMaker notebook or job, or asked for the address that opens a notebook:
      inside it the user acts as the notebook's role. Compare role and user; stop the notebook if nobody
      expects it.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.t1098.003
      - attack.t1548.005
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sagemaker.amazonaws.com
        eventName:
          - CreateNotebookInstance
          - CreatePresignedNotebookInstanceUrl
          - CreateTrainingJob
          - CreateProcessingJob
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Data scientists who work with IAM users
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sagemaker.amazonaws.com
          eventName: CreatePresignedNotebookInstanceUrl
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {notebookInstanceName: x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sagemaker.amazonaws.com
          eventName: CreatePresignedNotebookInstanceUrl
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {notebookInstanceName: x}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sagemaker.amazonaws.com
          eventName: ListNotebookInstances
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {}

    """##
  ),
  (
    "privilege-escalation/ssm-command-by-user.yml",
    ##"""
    title: User runs command on VMs
    id: ssm-command-by-user
    status: test
    description: >-
      An IAM user ran commands on instances, or opened a shell on one, through Systems Manager: with it
      come the credentials of the instance's role. Read the command's text and output; if the user's
      owner did not do it, make the key inactive and revoke the role's sessions.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
      - https://attack.mitre.org/techniques/T1651/
    tags:
      - attack.execution
      - attack.lateral-movement
      - attack.t1651
      - attack.t1021.007
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: ssm.amazonaws.com
        eventName:
          - SendCommand
          - StartSession
      by_user:
        userIdentity.type: IAMUser
      failed:
        errorCode|exists: true
      condition: selection and by_user and not failed
    falsepositives:
      - Operators who work with IAM users
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ssm.amazonaws.com
          eventName: SendCommand
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {documentName: AWS-RunShellScript, instanceIds: [i-0abc]}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ssm.amazonaws.com
          eventName: SendCommand
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {documentName: AWS-RunShellScript}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: ssm.amazonaws.com
          eventName: SendCommand
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDeniedException
          requestParameters: {documentName: AWS-RunShellScript}

    """##
  ),
  (
    "privilege-escalation/sso-admin-permission-set.yml",
    ##"""
    title: Admin permission set
    id: sso-admin-permission-set
    status: test
    description: >-
      A policy that makes administrators was attached to a permission set of Identity Center, and so to
      all who are assigned it, in every account. Detach it and provision the set again unless a change
      request says so; then list the assignments.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso.amazonaws.com
        eventName:
          - AttachManagedPolicyToPermissionSet
          - AttachCustomerManagedPolicyReferenceToPermissionSet
      admin:
        - requestParameters.managedPolicyArn|contains: Administrator
        - requestParameters.managedPolicyArn|endswith: ':policy/IAMFullAccess'
        - requestParameters.customerManagedPolicyReference.name|contains: admin
      failed:
        errorCode|exists: true
      condition: selection and admin and not failed
    falsepositives:
      - Setting up Identity Center
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: AttachManagedPolicyToPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
            managedPolicyArn: arn:aws:iam::aws:policy/AdministratorAccess
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: AttachManagedPolicyToPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
            managedPolicyArn: arn:aws:iam::aws:policy/ViewOnlyAccess

    """##
  ),
  (
    "privilege-escalation/sso-assignment-to-one-user.yml",
    ##"""
    title: Account given to one user
    id: sso-assignment-to-one-user
    status: test
    description: >-
      A permission set was assigned to a single person and not to a group. Access given past the groups
      is seldom taken back: check the request behind it, remove the assignment or give it through a
      group, and look at what the person did in the account.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso.amazonaws.com
        eventName:
          - CreateAccountAssignment
        requestParameters.principalType: USER
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Break-glass access that was announced
      - Organisations that assign people and not groups
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: CreateAccountAssignment
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {targetId: '444455556666', principalType: USER, principalId: u-1}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: CreateAccountAssignment
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters: {targetId: '444455556666', principalType: GROUP, principalId: g-1}

    """##
  ),
  (
    "privilege-escalation/sso-permission-boundary-removed.yml",
    ##"""
    title: Permission set unbounded
    id: sso-permission-boundary-removed
    status: test
    description: >-
      The permissions boundary of a permission set of Identity Center was taken away: its policies count
      in full once it is provisioned. Put the boundary back, provision again, and see who used the set
      since.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.defense-evasion
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso.amazonaws.com
        eventName:
          - DeletePermissionsBoundaryFromPermissionSet
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Moving a permission set to another boundary
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: DeletePermissionsBoundaryFromPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: PutPermissionsBoundaryToPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: DeletePermissionsBoundaryFromPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          errorCode: AccessDeniedException
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0

    """##
  ),
  (
    "privilege-escalation/sso-permission-set-allows-all.yml",
    ##"""
    title: Permission set allows all
    id: sso-permission-set-allows-all
    status: test
    description: >-
      The inline policy of a permission set allows every action, or every action of IAM, in every
      account where it is assigned. Read the document, put the former one back, provision the set again,
      and list who is assigned it.
    references:
      - https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
      - https://attack.mitre.org/techniques/T1098/003/
    tags:
      - attack.privilege-escalation
      - attack.persistence
      - attack.t1098.003
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sso.amazonaws.com
        eventName:
          - PutInlinePolicyToPermissionSet
        requestParameters.inlinePolicy|re|all:
          - '"Effect"\s*:\s*"Allow"'
          - '"Action"\s*:\s*(\[[^\]]*)?"(\*|\*:\*|iam:\*)"'
      failed:
        errorCode|exists: true
      condition: selection and not failed
    falsepositives:
      - Setting up Identity Center
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: PutInlinePolicyToPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
            inlinePolicy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sso.amazonaws.com
          eventName: PutInlinePolicyToPermissionSet
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          requestParameters:
            instanceArn: arn:aws:sso:::instance/ssoins-0
            permissionSetArn: arn:aws:sso:::permissionSet/ssoins-0/ps-0
            inlinePolicy: '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'

    """##
  ),
  (
    "privilege-escalation/sts-admin-role-from-outside.yml",
    ##"""
    title: Admin role from outside
    id: sts-admin-role-from-outside
    status: test
    description: >-
      A principal of another account took on a role that is named as an administrator's. Check that this
      principal may: people and pipelines usually come through one known account. If not, remove it from
      the role's trust and revoke the role's sessions.
    references:
      - https://attack.mitre.org/techniques/T1550/001/
    tags:
      - attack.lateral-movement
      - attack.privilege-escalation
      - attack.t1550.001
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sts.amazonaws.com
        eventName:
          - AssumeRole
        userIdentity.accountId|exists: true
        requestParameters.roleArn:
          - '*:role/*Admin*'
          - '*:role/*OrganizationAccountAccessRole'
      same_account:
        userIdentity.accountId|fieldref: recipientAccountId
      failed:
        errorCode|exists: true
      condition: selection and not same_account and not failed
    falsepositives:
      - Administration from a management or tooling account
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: AssumeRole
          userIdentity: {type: AWSAccount, principalId: AIDAEXAMPLE, accountId: '111122223333'}
          requestParameters: {roleArn: arn:aws:iam::444455556666:role/OrgAdmin, roleSessionName: laptop}
          recipientAccountId: '444455556666'
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: AssumeRole
          userIdentity: {type: IAMUser, userName: ana, accountId: '444455556666'}
          requestParameters: {roleArn: arn:aws:iam::444455556666:role/OrgAdmin, roleSessionName: laptop}
          recipientAccountId: '444455556666'
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: AssumeRole
          userIdentity: {type: AWSAccount, principalId: 'AROAEXAMPLE:run-8', accountId: '111122223333'}
          requestParameters: {roleArn: arn:aws:iam::444455556666:role/Deploy, roleSessionName: run-8}
          recipientAccountId: '444455556666'

    """##
  ),
  (
    "privilege-escalation/sts-role-guessing.yml",
    ##"""
    title: Many roles tried in vain
    id: sts-role-guessing
    status: test
    description: >-
      One identity was refused five different roles within ten minutes: somebody tries which of them it
      may become. Look for a role that it did get, make the key inactive, and narrow the trust policies
      that name the whole account.
    references:
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.privilege-escalation
      - attack.discovery
      - attack.t1078.004
      - attack.t1087.004
    correlation:
      type: value_count
      rules:
        - sts-role-refused
      group-by:
        - userIdentity.arn
      timespan: 10m
      condition:
        field: requestParameters.roleArn
        gte: 5
    falsepositives:
      - A tool that tries the same role in every account
    level: medium
    ---
    title: Role refused
    id: sts-role-refused
    status: test
    description: What sts-role-guessing counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: sts.amazonaws.com
        eventName:
          - AssumeRole
      denied:
        errorCode:
          - AccessDenied
          - AccessDeniedException
          - Client.UnauthorizedOperation
          - UnauthorizedOperation
      condition: selection and denied
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: AssumeRole
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          errorCode: AccessDenied
          requestParameters: {roleArn: arn:aws:iam::111122223333:role/x}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: sts.amazonaws.com
          eventName: AssumeRole
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/nightly-backup
            accountId: '111122223333'
            accessKeyId: AKIAIOSFODNN7EXAMPLE
            userName: nightly-backup
          requestParameters: {roleArn: arn:aws:iam::111122223333:role/x}

    """##
  ),
  (
    "sign-in/root-password-changed.yml",
    ##"""
    title: Root password changed
    id: root-password-changed
    status: test
    description: >-
      The root user's password or mail address was changed, or a lost password asked for. Whoever did it
      can lock everybody else out: call the person who holds root, and AWS Support if it was not they.
    references:
      - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
      - https://attack.mitre.org/techniques/T1098/
    tags:
      - attack.persistence
      - attack.t1098
      - attack.t1531
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName:
          - EmailUpdated
          - PasswordRecoveryCompleted
          - PasswordRecoveryRequested
          - PasswordUpdated
        userIdentity.type: Root
      failed:
        - errorCode|exists: true
        - responseElements.EmailUpdated: Failure
        - responseElements.PasswordRecoveryCompleted: Failure
        - responseElements.PasswordRecoveryRequested: Failure
        - responseElements.PasswordUpdated: Failure
      condition: selection and not failed
    falsepositives:
      - Handing root over to somebody else
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: PasswordUpdated
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {PasswordUpdated: Success}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: PasswordUpdated
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {PasswordUpdated: Failure}

    """##
  ),
  (
    "sign-in/root-signin-failed.yml",
    ##"""
    title: Root sign-in failed
    id: root-signin-failed
    status: test
    description: >-
      Somebody tried to sign in as the root user and failed. Only the person who holds the password has
      a reason to try: ask them, and if it was not they make sure that root has a second factor and no
      keys.
    references:
      - https://attack.mitre.org/techniques/T1110/
    tags:
      - attack.credential-access
      - attack.t1110
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        userIdentity.type: Root
        responseElements.ConsoleLogin: Failure
      condition: selection
    falsepositives:
      - A mistyped password
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}

    """##
  ),
  (
    "sign-in/root-signin-without-mfa.yml",
    ##"""
    title: Root sign-in without MFA
    id: root-signin-without-mfa
    status: test
    description: >-
      The root user signed in with a password alone. Everything in the account is open to whoever knows
      that password: find the person, register a second factor now, and if nobody owns the sign-in
      change the password and call AWS Support.
    references:
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.initial-access
      - attack.privilege-escalation
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        userIdentity.type: Root
        responseElements.ConsoleLogin: Success
        additionalEventData.MFAUsed: 'No'
      condition: selection
    falsepositives:
      - The first minutes of a new account
    level: critical
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}

    """##
  ),
  (
    "sign-in/root-used.yml",
    ##"""
    title: Root user active
    id: root-used
    status: test
    description: >-
      The root user of an account did something itself. Nothing routine needs it: find the person who
      holds its password and the reason. Without one, change password and MFA, delete its access keys,
      and call AWS Support.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.privilege-escalation
      - attack.initial-access
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        userIdentity.type: Root
      by_service:
        - userIdentity.invokedBy|exists: true
        - eventType: AwsServiceEvent
      condition: selection and not by_service
    falsepositives:
      - The few tasks that only root may do, announced beforehand
      - The first hours of a new account
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountSummary
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
          eventType: AwsApiCall
          readOnly: true
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: kms.amazonaws.com
          eventName: Decrypt
          userIdentity:
            type: Root
            principalId: '111122223333'
            arn: arn:aws:iam::111122223333:root
            accountId: '111122223333'
            invokedBy: config.amazonaws.com
          eventType: AwsApiCall
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: iam.amazonaws.com
          eventName: GetAccountSummary
          userIdentity: {type: IAMUser, userName: root}

    """##
  ),
  (
    "sign-in/signin-failures.yml",
    ##"""
    title: Many sign-ins failed
    id: signin-failures
    status: test
    description: >-
      Five sign-ins to the console failed from one address within a quarter of an hour: somebody tries
      passwords. Look for a success after them, ask the user named, and block the address at your
      identity provider.
    references:
      - https://attack.mitre.org/techniques/T1110/001/
    tags:
      - attack.credential-access
      - attack.t1110.001
    correlation:
      type: event_count
      rules:
        - signin-failed
      group-by:
        - sourceIPAddress
      timespan: 15m
      condition:
        gte: 5
    falsepositives:
      - A person who forgot the password
      - A password manager with an old entry
    level: medium
    ---
    title: Console sign-in failed
    id: signin-failed
    status: test
    description: What signin-failures counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        responseElements.ConsoleLogin: Failure
      condition: selection
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}

    """##
  ),
  (
    "sign-in/signin-guessed.yml",
    ##"""
    title: Sign-in after many failures
    id: signin-guessed
    status: test
    description: >-
      Somebody signed in to the console after at least five failures from the same address within a
      quarter of an hour: the password may have been guessed. Ask the user; if it was not they, delete
      the login profile, end the sessions and read what was done since.
    references:
      - https://attack.mitre.org/techniques/T1110/001/
    tags:
      - attack.credential-access
      - attack.initial-access
      - attack.t1110.001
      - attack.t1078.004
    correlation:
      type: temporal_ordered
      rules:
        - signin-failures
        - signin-succeeded
      group-by:
        - sourceIPAddress
      timespan: 15m
    falsepositives:
      - A person who forgot the password
    level: high
    ---
    title: Console sign-in succeeded
    id: signin-succeeded
    status: test
    description: What signin-guessed counts; no alert by itself.
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        responseElements.ConsoleLogin: Success
      condition: selection
    level: informational
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}

    """##
  ),
  (
    "sign-in/signin-iam-user-without-mfa.yml",
    ##"""
    title: Console sign-in without MFA
    id: signin-iam-user-without-mfa
    status: test
    description: >-
      An IAM user signed in to the console with a password alone. Ask the person whose user it is; if
      nobody owns the sign-in, delete the login profile, end the sessions and read what the user did
      since. Then require MFA by policy.
    references:
      - https://attack.mitre.org/techniques/T1078/004/
    tags:
      - attack.initial-access
      - attack.t1078.004
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        userIdentity.type: IAMUser
        responseElements.ConsoleLogin: Success
        additionalEventData.MFAUsed: 'No'
      by_provider:
        additionalEventData.SamlProviderArn|exists: true
      condition: selection and not by_provider
    falsepositives:
      - Users that are exempt from MFA on purpose, such as tests of the console
    level: high
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MFAUsed: 'No', SamlProviderArn: arn:aws:iam::111122223333:saml-provider/corp}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0/ana}
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}

    """##
  ),
  (
    "sign-in/signin-many-users-one-address.yml",
    ##"""
    title: One address, many users
    id: signin-many-users-one-address
    status: test
    description: >-
      Sign-ins of four users or more failed from one address within an hour: somebody tries a few
      passwords on everybody. Look for a success from the same address, and change the passwords of the
      users named.
    references:
      - https://attack.mitre.org/techniques/T1110/003/
    tags:
      - attack.credential-access
      - attack.t1110.003
    correlation:
      type: value_count
      rules:
        - signin-failed
      group-by:
        - sourceIPAddress
      timespan: 1h
      condition:
        field: userIdentity.userName
        gte: 4
    falsepositives:
      - An office behind one address, on the day that passwords expire
    level: high

    """##
  ),
  (
    "sign-in/signin-mfa-failed.yml",
    ##"""
    title: Second factor was wrong
    id: signin-mfa-failed
    status: test
    description: >-
      A sign-in failed though a second factor was shown: the password may already be known to somebody
      who lacks the device. Ask the user; if they did not try, change the password.
    references:
      - https://attack.mitre.org/techniques/T1621/
    tags:
      - attack.credential-access
      - attack.t1621
      - attack.t1110
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: ConsoleLogin
        userIdentity.type: IAMUser
        responseElements.ConsoleLogin: Failure
        additionalEventData.MFAUsed: 'Yes'
      condition: selection
    falsepositives:
      - A mistyped code
    level: low
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          errorMessage: 'Failed authentication'
          responseElements: {ConsoleLogin: Failure}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'No'}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: ConsoleLogin
          userIdentity:
            type: IAMUser
            arn: arn:aws:iam::111122223333:user/helper
            accountId: '111122223333'
            userName: helper
          responseElements: {ConsoleLogin: Success}
          additionalEventData: {MobileVersion: 'No', MFAUsed: 'Yes'}

    """##
  ),
  (
    "sign-in/signin-token-by-tool.yml",
    ##"""
    title: Console link made by a tool
    id: signin-token-by-tool
    status: test
    description: >-
      A program turned credentials into a link that opens the console. So does who holds stolen keys and
      wants to see the console, past any sign-in. Check the address against the key's earlier use;
      revoke the session's role if nobody runs such a tool.
    references:
      - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
      - https://attack.mitre.org/techniques/T1550/001/
    tags:
      - attack.defense-evasion
      - attack.lateral-movement
      - attack.t1550.001
      - attack.t1538
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection:
        eventSource: signin.amazonaws.com
        eventName: GetSigninToken
      browser:
        userAgent|contains: Mozilla/
      portal:
        - userIdentity.arn|contains: ':assumed-role/AWSReservedSSO_'
        - sourceIPAddress|endswith: .amazonaws.com
      failed:
        errorCode|exists: true
      condition: selection and not browser and not portal and not failed
    falsepositives:
      - Brokers that open the console for people, such as command-line helpers
    level: medium
    tests:
      must_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: GetSigninToken
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          userAgent: python-requests/2.31.0
          responseElements: {GetSigninToken: Success}
      must_not_match:
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: GetSigninToken
          userIdentity: {type: AssumedRole, arn: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0/ana}
          userAgent: 'Jersey/${project.version} (HttpUrlConnection 21.0.8)'
          responseElements: {GetSigninToken: Success}
        - eventTime: '2026-11-01T09:20:00Z'
          eventSource: signin.amazonaws.com
          eventName: GetSigninToken
          userIdentity:
            type: AssumedRole
            arn: arn:aws:sts::111122223333:assumed-role/ci/run-8
            accountId: '111122223333'
            accessKeyId: ASIAIOSFODNN7EXAMPLE
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64)'

    """##
  ),
  (
    "silence/account-silent.yml",
    ##"""
    title: Account has fallen silent
    id: account-silent
    status: test
    description: >-
      An account sends no events any more, for more than twice its longest pause of the last 30 days and
      an hour, while others do. Its trail, its rule or the way to the security account is broken, perhaps
      by somebody who does not want to be seen. Run iamwatch doctor, and look at the account's last events
      for StopLogging, DeleteTrail, DisableRule, RemoveTargets. Quiet until an account was learnt for a
      week.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    correlation:
      type: silence
      group-by: account
      timespan: 30d
      baseline: 7d
    falsepositives:
      - An account that is closed, or no longer used
      - Holidays, of an account in which only people work
    level: medium

    """##
  ),
  (
    "silence/source-silent.yml",
    ##"""
    title: Source has fallen silent
    id: source-silent
    status: test
    description: >-
      A source brings no events any more, for more than twice its longest pause of the last 30 days and an
      hour. Nothing that happens is seen until it does. Run iamwatch doctor, which names the hop that is
      broken; then read what was missed with --since. Quiet until a source was learnt for a day.
    references:
      - https://attack.mitre.org/techniques/T1562/008/
    tags:
      - attack.defense-evasion
      - attack.t1562.008
    correlation:
      type: silence
      group-by: source
      timespan: 30d
    falsepositives:
      - A source that was taken down on purpose
    level: medium

    """##
  ),
]
