# The benchmark's count by jq: distinct events by account, principal and action, with errors.
reduce (inputs | select(.eventSource | IN("iam.amazonaws.com", "sts.amazonaws.com", "signin.amazonaws.com",
    "sso.amazonaws.com", "sso-directory.amazonaws.com", "identitystore.amazonaws.com",
    "organizations.amazonaws.com", "access-analyzer.amazonaws.com"))) as $e
  ({seen: {}, groups: {}};
   if .seen[$e.eventID] then . else
     .seen[$e.eventID] = true
     | .groups["\($e.recipientAccountId) \($e.userIdentity | .sessionContext.sessionIssuer.arn // .arn // .invokedBy) \($e.eventSource) \($e.eventName)"]
       |= [(.[0] // 0) + 1, (.[1] // 0) + (if $e.errorCode then 1 else 0 end)]
   end)
| .groups | to_entries | sort_by(-.value[0])
