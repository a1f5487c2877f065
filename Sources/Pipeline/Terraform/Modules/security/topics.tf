# Two topics: what happened in the accounts, and what ails the pipeline. The first is read by the notifier, which takes
# events only.

# A key of our own, as AWS's managed one for SNS does not admit EventBridge, whose events would be lost.
resource "aws_kms_key" "topics" {
  description             = "The topics of iamwatch."
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Administration"
        Effect    = "Allow"
        Action    = "kms:*"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
        Resource  = "*"
      },
      {
        Sid       = "Publishing"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
        Principal = { Service = ["events.amazonaws.com", "cloudwatch.amazonaws.com"] }
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sns_topic" "alerts" {
  name              = "iamwatch-alerts"
  kms_master_key_id = aws_kms_key.topics.arn
}

resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsToTopic"
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { Service = "events.amazonaws.com" }
      Resource  = aws_sns_topic.alerts.arn
      Condition = {
        ArnLike = {
          "aws:SourceArn" = "arn:${local.partition}:events:${local.region}:${local.account_id}:rule/${aws_cloudwatch_event_bus.security.name}/iamwatch-*"
        }
      }
    }]
  })
}

resource "aws_sns_topic" "health" {
  name              = "iamwatch-health"
  kms_master_key_id = aws_kms_key.topics.arn
}

# Alarms of member accounts in this region are told here too.
resource "aws_sns_topic_policy" "health" {
  arn = aws_sns_topic.health.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsToTopic"
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Resource  = aws_sns_topic.health.arn
      Condition = {
        StringEquals = { "aws:SourceAccount" = distinct(concat([local.account_id], var.member_accounts)) }
      }
    }]
  })
}

resource "aws_sns_topic_subscription" "health" {
  for_each = toset(var.health_emails)

  topic_arn = aws_sns_topic.health.arn
  protocol  = "email"
  endpoint  = each.value
}
