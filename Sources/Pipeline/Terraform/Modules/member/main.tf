# What one account has in one region: rules on its default bus that hand events to the Security account's bus.
#
# Why the default bus: AWS services send their events to it and to no other. A rule for them on a custom bus never fires.
#
# Why straight to the Security account: EventBridge takes one hop. What a bus received from another bus is not handed on to
# a third, so there is no collecting bus in between.
#
# Why this region: IAM's events are recorded in us-east-1 alone, wherever the caller is, so its rule is there. STS and
# sign-in are recorded where they happen, so theirs is in every region that is enabled. A region other than the bus's sends
# to it across regions, which EventBridge allows between the commercial regions; it refuses it from those of GovCloud and
# China ("Cross-region api call is not allowed"): there, let the pipeline's home region be the one that is watched.

data "aws_caller_identity" "here" {}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account_id = data.aws_caller_identity.here.account_id
  partition  = data.aws_partition.here.partition

  # ENABLED leaves out what only reads (List, Get, Describe), all but GetFederationToken and GetSessionToken: what changes
  # nothing is most of the traffic, and each event put on another account's bus is paid for. With the other state they come
  # too; the rules of the Security account's bus need it as well, and have it.
  state = var.read_only_events ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"

  rules = merge(
    var.is_global_region ? { "iamwatch-identity" = var.identity_pattern } : {},
    { "iamwatch-sessions" = var.session_pattern },
    { for number, pattern in var.watched_patterns : "iamwatch-watched-${number}" => pattern },
    var.enable_test_rule ? { "iamwatch-test" = jsonencode({ source = ["iamwatch.test"] }) } : {},
  )

  put_events_role_arn = var.is_global_region ? one(aws_iam_role.put_events[*].arn) : var.put_events_role_arn
}

# No rule takes an event twice: each has services of its own.
resource "aws_cloudwatch_event_rule" "collected" {
  for_each = local.rules

  name          = each.key
  description   = "Hands identity events to the Security account's bus."
  event_pattern = each.value
  state         = local.state
}

# PutTargets asks the Security account's bus at once whether this account may put events: its policy has to be there first.
# Terraform sees to that, as bus_arn is an output that depends on the policy, through another provider.
resource "aws_cloudwatch_event_target" "security_bus" {
  for_each = local.rules

  rule      = aws_cloudwatch_event_rule.collected[each.key].name
  target_id = "security-bus"
  arn       = var.bus_arn
  # A bus of another account is written to with a role since 2023.
  role_arn = local.put_events_role_arn

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }

  depends_on = [aws_iam_role_policy.put_events, aws_sqs_queue_policy.undelivered]
}

# One role for all regions, as roles have none. Only EventBridge may assume it, only for this account and these rules.
resource "aws_iam_role" "put_events" {
  count = var.is_global_region ? 1 : 0

  name        = "iamwatch-put-events"
  description = "Lets EventBridge put events on the Security account's bus."

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "events.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:events:*:${local.account_id}:rule/iamwatch-*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "put_events" {
  count = var.is_global_region ? 1 : 0

  name = "put-events"
  role = aws_iam_role.put_events[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "events:PutEvents"
      Resource = var.bus_arn
    }]
  })
}

output "put_events_role_arn" {
  description = "The role that EventBridge assumes, for the account's other regions."
  value       = local.put_events_role_arn
}
