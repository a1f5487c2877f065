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

  # One of it within five minutes is bad news, and no data is good news.
  trouble = {
    statistic  = "Sum"
    periods    = 1
    comparison = "GreaterThanThreshold"
    threshold  = 0
    missing    = "notBreaching"
    # Nobody is told that it is over: what failed has failed.
    tells_end = false
  }

  # None of it for so long, or no data either, is the bad news.
  silence = {
    statistic  = "Sum"
    periods    = var.silence_minutes / 5
    comparison = "LessThanThreshold"
    threshold  = 1
    missing    = "breaching"
    tells_end  = true
  }

  function_troubles = {
    errors = {
      metric      = "Errors"
      description = "The function failed or ran out of time: its log says why."
    }
    throttles = {
      metric      = "Throttles"
      description = "Lambda has no room for the function: raise the account's concurrency."
    }
    # How old events are when the function gets to them, in milliseconds. A stream would have an iterator's age; these
    # functions are called asynchronously, whose like it is.
    age = {
      metric      = "AsyncEventAge"
      description = "Events wait five minutes and more for the function."
      statistic   = "Maximum"
      threshold   = 300000
    }
  }

  # By what follows iamwatch- in their names.
  alarms = merge(
    {
      # No event at all: nobody did anything, or a hop is broken.
      silence = merge(local.silence, {
        namespace   = "AWS/Logs"
        metric      = "IncomingLogEvents"
        dimensions  = { LogGroupName = aws_cloudwatch_log_group.events.name }
        description = "No event reached ${var.log_group_name} for ${var.silence_minutes} minutes: iamwatch doctor names the hop."
      })
    },
    {
      # Events arrive and nobody forwards them.
      for name, function in local.functions : "${name}-silence" => merge(local.silence, {
        namespace   = "AWS/Lambda"
        metric      = "Invocations"
        dimensions  = { FunctionName = function }
        description = "The forwarder was not called for ${var.silence_minutes} minutes: see the subscription filter and its permission."
      }) if name == "forward"
    },
    merge([
      for name, function in local.functions : {
        for kind, trouble in local.function_troubles : "${name}-${kind}" => merge(local.trouble, trouble, {
          namespace  = "AWS/Lambda"
          dimensions = { FunctionName = function }
        })
      }
    ]...),
    {
      for name, queue in local.queues : "${name}-dead-letters" => merge(local.trouble, {
        namespace   = "AWS/SQS"
        metric      = "ApproximateNumberOfMessagesVisible"
        statistic   = "Maximum"
        dimensions  = { QueueName = queue }
        description = "Something was given up: the queue's messages say what and why."
      })
    },
    {
      # EventBridge could not deliver: a resource policy is missing.
      for name, rule in local.bus_rules : "${name}-deliveries" => merge(local.trouble, {
        namespace   = "AWS/Events"
        metric      = "FailedInvocations"
        dimensions  = { EventBusName = aws_cloudwatch_event_bus.security.name, RuleName = rule }
        description = "Deliveries of the rule ${rule} failed: see the policy of its target."
      })
    },
    {
      # CloudWatch Logs could not hand on to the forwarder.
      for kind in var.create_functions ? ["Errors", "Throttling"] : [] : "subscription-${lower(kind)}" => merge(local.trouble, {
        namespace   = "AWS/Logs"
        metric      = "Delivery${kind}"
        description = "The subscription filter does not get events to the forwarder."
        dimensions = {
          LogGroupName    = aws_cloudwatch_log_group.events.name
          DestinationType = "Lambda"
          FilterName      = "iamwatch-forward"
        }
      })
    },
  )
}

resource "aws_cloudwatch_metric_alarm" "health" {
  for_each = local.alarms

  alarm_name          = "iamwatch-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.health.arn]
  ok_actions          = each.value.tells_end ? [aws_sns_topic.health.arn] : []
}
