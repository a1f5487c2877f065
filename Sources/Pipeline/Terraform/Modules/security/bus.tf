# The Security account's own bus, onto which member accounts put events, and what it keeps of them.
#
# Why a custom bus: only it needs to be open to other accounts, and rules on it see nothing but what they sent. On the
# default bus they would mix with this account's own events.

data "aws_caller_identity" "here" {}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account_id = data.aws_caller_identity.here.account_id
  partition  = data.aws_partition.here.partition
  region     = data.aws_region.here.name

  # As on the default buses: a rule that is merely ENABLED drops read-only events, also those that another bus handed on.
  state = var.read_only_events ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED"
}

resource "aws_cloudwatch_event_bus" "security" {
  name = "iamwatch"
}

# By the organisation where there is one: no list to keep, and no limit (a policy holds 10,240 characters, some 200 accounts).
resource "aws_cloudwatch_event_bus_policy" "security" {
  event_bus_name = aws_cloudwatch_event_bus.security.name

  policy = var.organization_id == null ? jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountsPutEvents"
      Effect    = "Allow"
      Action    = "events:PutEvents"
      Principal = { AWS = [for id in var.member_accounts : "arn:${local.partition}:iam::${id}:root"] }
      Resource  = aws_cloudwatch_event_bus.security.arn
    }]
    }) : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OrganizationPutsEvents"
      Effect    = "Allow"
      Action    = "events:PutEvents"
      Principal = "*"
      Resource  = aws_cloudwatch_event_bus.security.arn
      Condition = { StringEquals = { "aws:PrincipalOrgID" = var.organization_id } }
    }]
  })
}

# A replay sends a past hour through the rules again, to a domain that was lost or a rule that is new. Documents have the
# event's id, so nothing is counted twice.
resource "aws_cloudwatch_event_archive" "security" {
  name             = "iamwatch"
  description      = "What members sent, for a replay."
  event_source_arn = aws_cloudwatch_event_bus.security.arn
  retention_days   = var.archive_days
}

# Everything that AWS's services sent is kept. A tenant who may put events on the bus cannot make one up: EventBridge takes a
# source that begins aws. from AWS alone.
resource "aws_cloudwatch_event_rule" "keep" {
  name           = "iamwatch-keep"
  description    = "Keeps every event in ${var.log_group_name}."
  event_bus_name = aws_cloudwatch_event_bus.security.name
  event_pattern  = jsonencode({ source = [{ prefix = "aws." }] })
  state          = local.state
}

resource "aws_cloudwatch_event_target" "keep" {
  rule           = aws_cloudwatch_event_rule.keep.name
  event_bus_name = aws_cloudwatch_event_bus.security.name
  target_id      = "log-group"
  arn            = aws_cloudwatch_log_group.events.arn

  depends_on = [aws_cloudwatch_log_resource_policy.events]
}

# What detection rules match, compiled from the rules themselves. A pattern cannot say all that a rule does, so these match
# more, never less; the notifier asks the rules again. A pattern holds 4,096 characters, so there are several; each has
# services of its own, so no event is told twice.
resource "aws_cloudwatch_event_rule" "alert" {
  for_each = var.alert_patterns

  name           = "iamwatch-alert-${each.key}"
  description    = "Tells the topic of events that detection rules match."
  event_bus_name = aws_cloudwatch_event_bus.security.name
  event_pattern  = each.value
  state          = local.state
}

# No role: topics and log groups admit EventBridge by their own policies, and a role would break an encrypted topic.
resource "aws_cloudwatch_event_target" "alert" {
  for_each = var.alert_patterns

  rule           = aws_cloudwatch_event_rule.alert[each.key].name
  event_bus_name = aws_cloudwatch_event_bus.security.name
  target_id      = "topic"
  arn            = aws_sns_topic.alerts.arn

  depends_on = [aws_sns_topic_policy.alerts]
}

# Only while it is asked for: whoever may put events on a member's bus can put this one, and could make up a record in it.
resource "aws_cloudwatch_event_rule" "test" {
  count = var.enable_test_rule ? 1 : 0

  name           = "iamwatch-test"
  description    = "Takes the marked events of iamwatch pipeline test."
  event_bus_name = aws_cloudwatch_event_bus.security.name
  event_pattern  = jsonencode({ source = ["iamwatch.test"] })
}

resource "aws_cloudwatch_event_target" "test" {
  for_each = var.enable_test_rule ? {
    "log-group" = aws_cloudwatch_log_group.events.arn
    "topic"     = aws_sns_topic.alerts.arn
  } : {}

  rule           = aws_cloudwatch_event_rule.test[0].name
  event_bus_name = aws_cloudwatch_event_bus.security.name
  target_id      = each.key
  arn            = each.value

  depends_on = [aws_cloudwatch_log_resource_policy.events, aws_sns_topic_policy.alerts]
}
