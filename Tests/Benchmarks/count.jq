# The benchmark's count by jq: distinct events by account, principal and action, with errors. It sorts: jq copies an
# object that a reduce both asks and changes.
[
  inputs
  | select(.eventSource | IN("iam.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com", "sso.amazonaws.com",
      "sso-directory.amazonaws.com", "identitystore.amazonaws.com", "organizations.amazonaws.com",
      "access-analyzer.amazonaws.com"))
  | [
      .eventID,
      [.recipientAccountId, (.userIdentity | .sessionContext.sessionIssuer.arn // .arn // .invokedBy),
        .eventSource, .eventName],
      (if .errorCode then 1 else 0 end)
    ]
]
| unique_by(.[0])
| group_by(.[1])
| map({group: .[0][1], events: length, errors: (map(.[2]) | add)})
| sort_by(-.events)
