# What tells that the pipeline is not well. A calm screen must never mean that events stopped coming.

locals {
  functions = var.create_functions ? {
    notify  = aws_lambda_function.notify[0].function_name
    forward = aws_lambda_function.forward[0].function_name
  } : {}

  queues = var.create_functions ? {
    notify  = aws_sqs_queue.notify_failures[0].name
    forward = aws_sqs_queue.forward_failures[0].name
  } : {}

  bus_rules = merge(
    { keep = aws_cloudwatch_event_rule.keep.name },
    { for number, rule in aws_cloudwatch_event_rule.alert : "alert-${number}" => rule.name },
  )
}

# No event at all: nobody did anything, or a hop is broken. Missing data is the bad news here, so it breaches.
resource "aws_cloudwatch_metric_alarm" "silence" {
  alarm_name          = "iamwatch-silence"
  alarm_description   = "No event reached ${var.log_group_name} for ${var.silence_minutes} minutes: iamwatch doctor names the hop."
  namespace           = "AWS/Logs"
  metric_name         = "IncomingLogEvents"
  dimensions          = { LogGroupName = aws_cloudwatch_log_group.events.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = var.silence_minutes / 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.health.arn]
  ok_actions          = [aws_sns_topic.health.arn]
}

# Events arrive and nobody forwards them.
resource "aws_cloudwatch_metric_alarm" "forward_silence" {
  count = var.create_functions ? 1 : 0

  alarm_name          = "iamwatch-forward-silence"
  alarm_description   = "The forwarder was not called for ${var.silence_minutes} minutes: see the subscription filter and its permission."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = local.functions.forward }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = var.silence_minutes / 5
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.health.arn]
  ok_actions          = [aws_sns_topic.health.arn]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = local.functions

  alarm_name          = "iamwatch-${each.key}-errors"
  alarm_description   = "The function failed or ran out of time: its log says why."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = each.value }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}

resource "aws_cloudwatch_metric_alarm" "throttles" {
  for_each = local.functions

  alarm_name          = "iamwatch-${each.key}-throttles"
  alarm_description   = "Lambda has no room for the function: raise the account's concurrency."
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  dimensions          = { FunctionName = each.value }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}

# How old events are when the function gets to them. A stream would have an iterator's age; these functions are called
# asynchronously, whose like it is. In milliseconds.
resource "aws_cloudwatch_metric_alarm" "age" {
  for_each = local.functions

  alarm_name          = "iamwatch-${each.key}-age"
  alarm_description   = "Events wait five minutes and more for the function."
  namespace           = "AWS/Lambda"
  metric_name         = "AsyncEventAge"
  dimensions          = { FunctionName = each.value }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300000
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = local.queues

  alarm_name          = "iamwatch-${each.key}-dead-letters"
  alarm_description   = "Something was given up: the queue's messages say what and why."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}

# EventBridge could not deliver: a resource policy is missing.
resource "aws_cloudwatch_metric_alarm" "deliveries" {
  for_each = local.bus_rules

  alarm_name          = "iamwatch-${each.key}-deliveries"
  alarm_description   = "Deliveries of the rule ${each.value} failed: see the policy of its target."
  namespace           = "AWS/Events"
  metric_name         = "FailedInvocations"
  dimensions          = { EventBusName = aws_cloudwatch_event_bus.security.name, RuleName = each.value }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}

# CloudWatch Logs could not hand on to the forwarder.
resource "aws_cloudwatch_metric_alarm" "subscription" {
  for_each = var.create_functions ? toset(["DeliveryErrors", "DeliveryThrottling"]) : toset([])

  alarm_name        = "iamwatch-subscription-${lower(trimprefix(each.key, "Delivery"))}"
  alarm_description = "The subscription filter does not get events to the forwarder."
  namespace         = "AWS/Logs"
  metric_name       = each.key
  dimensions = {
    LogGroupName    = aws_cloudwatch_log_group.events.name
    DestinationType = "Lambda"
    FilterName      = "iamwatch-forward"
  }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.health.arn]
}
