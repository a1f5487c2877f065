# Where events are kept, and read by iamwatch: insights:, logs: and live: take this group.

resource "aws_cloudwatch_log_group" "events" {
  name              = var.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

# Without this EventBridge drops what it should deliver, silently. The group is admitted whole, by name: which rule writes is
# not among the conditions that AWS documents here.
resource "aws_cloudwatch_log_resource_policy" "events" {
  policy_name = "iamwatch-events"

  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EventsToLogGroup"
      Effect    = "Allow"
      Action    = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Principal = { Service = ["events.amazonaws.com", "delivery.logs.amazonaws.com"] }
      Resource  = "${aws_cloudwatch_log_group.events.arn}:*"
    }]
  })
}
