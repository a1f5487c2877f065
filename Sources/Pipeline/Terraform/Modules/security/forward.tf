# The forwarder: log group -> subscription filter -> OpenSearch.

locals {
  lambda_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    }]
  })
}

resource "aws_lambda_function" "forward" {
  count = var.create_functions ? 1 : 0

  function_name    = "iamwatch-forward"
  description      = "Puts events into OpenSearch."
  role             = aws_iam_role.forward[0].arn
  runtime          = "provided.al2023"
  handler          = "forward"
  architectures    = [var.function_architecture]
  filename         = var.function_package
  source_code_hash = var.function_package_hash
  memory_size      = 256
  timeout          = 60

  environment {
    variables = {
      IAMWATCH_OPENSEARCH_ENDPOINT   = local.domain_endpoint
      IAMWATCH_OPENSEARCH_SERVICE    = local.is_serverless ? "aoss" : "es"
      IAMWATCH_DEAD_LETTER_QUEUE_URL = aws_sqs_queue.forward_failures[0].id
    }
  }

  dynamic "vpc_config" {
    for_each = var.function_network == null ? [] : [var.function_network]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = [aws_security_group.forward[0].id]
    }
  }

  lifecycle {
    precondition {
      condition     = var.create_domain || var.create_collection || var.domain_endpoint != null
      error_message = "There is no domain to forward to: set create_domain or create_collection, or name one in the configuration (pipeline.opensearch.endpoint)."
    }
  }

  depends_on = [aws_cloudwatch_log_group.forward, aws_iam_role_policy.forward]
}

resource "aws_cloudwatch_log_group" "forward" {
  count = var.create_functions ? 1 : 0

  name              = "/aws/lambda/iamwatch-forward"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

resource "aws_iam_role" "forward" {
  count = var.create_functions ? 1 : 0

  name               = "iamwatch-forward"
  assume_role_policy = local.lambda_trust
}

resource "aws_iam_role_policy" "forward" {
  count = var.create_functions ? 1 : 0

  name = "forward"
  role = aws_iam_role.forward[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["${aws_cloudwatch_log_group.forward[0].arn}:*"]
        },
        {
          Effect   = "Allow"
          Action   = ["sqs:SendMessage"]
          Resource = [aws_sqs_queue.forward_failures[0].arn]
        },
      ],
      local.is_serverless ? [{
        Effect   = "Allow"
        Action   = ["aoss:APIAccessAll"]
        Resource = [local.collection_arn]
      }] : [],
      # Writes documents, and the template of their indices where it is not there; reads nothing else.
      local.is_serverless ? [] : [{
        Effect   = "Allow"
        Action   = ["es:ESHttpPost"]
        Resource = ["${local.domain_arn}/_bulk"]
      }],
      local.is_serverless ? [] : [{
        Effect   = "Allow"
        Action   = ["es:ESHttpGet", "es:ESHttpPut"]
        Resource = ["${local.domain_arn}/_index_template/iamwatch"]
      }],
      # Lambda puts the function into its subnets with the function's own role.
      var.function_network == null ? [] : [{
        Effect = "Allow"
        Action = [
          "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
          "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = ["*"]
      }],
    )
  })
}

resource "aws_lambda_permission" "forward" {
  count = var.create_functions ? 1 : 0

  statement_id   = "LogGroupInvokes"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.forward[0].function_name
  principal      = "logs.amazonaws.com"
  source_arn     = "${aws_cloudwatch_log_group.events.arn}:*"
  source_account = local.account_id
}

# An empty pattern is every event. PutSubscriptionFilter tries the function at once, so it has to be allowed first.
resource "aws_cloudwatch_log_subscription_filter" "forward" {
  count = var.create_functions ? 1 : 0

  name            = "iamwatch-forward"
  log_group_name  = aws_cloudwatch_log_group.events.name
  destination_arn = aws_lambda_function.forward[0].arn
  filter_pattern  = ""

  depends_on = [aws_lambda_permission.forward]
}

resource "aws_lambda_function_event_invoke_config" "forward" {
  count = var.create_functions ? 1 : 0

  function_name          = aws_lambda_function.forward[0].function_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.forward_failures[0].arn
    }
  }
}

# Payloads that failed twice more, and single documents that the domain refused, each with its reason.
resource "aws_sqs_queue" "forward_failures" {
  count = var.create_functions ? 1 : 0

  name                      = "iamwatch-forward-failures"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}
