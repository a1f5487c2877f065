# The notifier: topic -> rules -> Slack.

# Empty: put the value in by hand, so that it never is in Terraform's state:
#   aws secretsmanager put-secret-value --secret-id NAME --secret-string https://hooks.slack.com/services/…
resource "aws_secretsmanager_secret" "slack" {
  count = var.create_functions && var.create_slack_secret ? 1 : 0

  name        = var.slack_secret
  description = "Slack's webhook, or a bot's token, for iamwatch."
}

locals {
  # Secrets Manager adds six characters to the name.
  slack_secret_arn = (
    var.create_functions && var.create_slack_secret
    ? one(aws_secretsmanager_secret.slack[*].arn)
    : "arn:${local.partition}:secretsmanager:${local.region}:${local.account_id}:secret:${var.slack_secret}-??????"
  )
}

resource "aws_lambda_function" "notify" {
  count = var.create_functions ? 1 : 0

  function_name    = "iamwatch-notify"
  description      = "Tells Slack of events that detection rules match."
  role             = aws_iam_role.notify[0].arn
  runtime          = "provided.al2023"
  handler          = "notify"
  architectures    = [var.function_architecture]
  filename         = var.function_package
  source_code_hash = var.function_package_hash
  memory_size      = 256
  timeout          = 60

  environment {
    variables = merge(
      {
        IAMWATCH_SLACK_SECRET  = var.slack_secret
        IAMWATCH_ACCOUNT_NAMES = jsonencode(var.account_names)
      },
      var.slack_channel == null ? {} : { IAMWATCH_SLACK_CHANNEL = var.slack_channel },
    )
  }

  depends_on = [aws_cloudwatch_log_group.notify, aws_iam_role_policy.notify]
}

# Lambda would make it by itself, and keep it for ever.
resource "aws_cloudwatch_log_group" "notify" {
  count = var.create_functions ? 1 : 0

  name              = "/aws/lambda/iamwatch-notify"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

resource "aws_iam_role" "notify" {
  count = var.create_functions ? 1 : 0

  name               = "iamwatch-notify"
  assume_role_policy = local.lambda_trust
}

resource "aws_iam_role_policy" "notify" {
  count = var.create_functions ? 1 : 0

  name = "notify"
  role = aws_iam_role.notify[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.notify[0].arn}:*"
      },
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = local.slack_secret_arn
      },
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.notify_failures[0].arn
      },
    ]
  })
}

resource "aws_lambda_permission" "notify" {
  count = var.create_functions ? 1 : 0

  statement_id  = "TopicInvokes"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notify[0].function_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.alerts.arn
}

resource "aws_sns_topic_subscription" "notify" {
  count = var.create_functions ? 1 : 0

  topic_arn      = aws_sns_topic.alerts.arn
  protocol       = "lambda"
  endpoint       = aws_lambda_function.notify[0].arn
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.notify_failures[0].arn })

  depends_on = [aws_lambda_permission.notify, aws_sqs_queue_policy.notify_failures]
}

# What the function failed at twice more, or the topic could not hand to it.
resource "aws_lambda_function_event_invoke_config" "notify" {
  count = var.create_functions ? 1 : 0

  function_name          = aws_lambda_function.notify[0].function_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.notify_failures[0].arn
    }
  }
}

resource "aws_sqs_queue" "notify_failures" {
  count = var.create_functions ? 1 : 0

  name                      = "iamwatch-notify-failures"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_policy" "notify_failures" {
  count = var.create_functions ? 1 : 0

  queue_url = aws_sqs_queue.notify_failures[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Principal = { Service = "sns.amazonaws.com" }
      Resource  = aws_sqs_queue.notify_failures[0].arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.alerts.arn } }
    }]
  })
}
