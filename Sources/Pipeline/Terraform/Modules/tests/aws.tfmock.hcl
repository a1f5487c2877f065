# What the provider would make up by itself is no ARN, which other resources check.

mock_data "aws_caller_identity" {
  defaults = {
    account_id = "999999999999"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition = "aws"
  }
}

mock_data "aws_region" {
  defaults = {
    name = "us-east-1"
  }
}

mock_resource "aws_cloudwatch_event_bus" {
  defaults = {
    arn = "arn:aws:events:us-east-1:999999999999:event-bus/iamwatch"
  }
}

mock_resource "aws_cloudwatch_event_rule" {
  defaults = {
    arn = "arn:aws:events:us-east-1:999999999999:rule/iamwatch/iamwatch-keep"
  }
}

mock_resource "aws_cloudwatch_log_group" {
  defaults = {
    arn = "arn:aws:logs:us-east-1:999999999999:log-group:/aws/events/iam-audit"
  }
}

mock_resource "aws_iam_role" {
  defaults = {
    arn = "arn:aws:iam::999999999999:role/iamwatch"
  }
}

mock_resource "aws_kms_key" {
  defaults = {
    arn = "arn:aws:kms:us-east-1:999999999999:key/0a1b2c3d-0000-0000-0000-000000000000"
  }
}

mock_resource "aws_lambda_function" {
  defaults = {
    arn = "arn:aws:lambda:us-east-1:999999999999:function:iamwatch"
  }
}

mock_resource "aws_opensearch_domain" {
  defaults = {
    arn      = "arn:aws:es:us-east-1:999999999999:domain/iamwatch"
    endpoint = "search-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
  }
}

mock_resource "aws_opensearch_vpc_endpoint" {
  defaults = {
    endpoint = "vpc-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
  }
}

mock_resource "aws_opensearchserverless_collection" {
  defaults = {
    arn                 = "arn:aws:aoss:us-east-1:999999999999:collection/abcdefghij"
    collection_endpoint = "https://abcdefghij.us-east-1.aoss.amazonaws.com"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn = "arn:aws:s3:::iamwatch-trail-999999999999"
  }
}

mock_resource "aws_secretsmanager_secret" {
  defaults = {
    arn = "arn:aws:secretsmanager:us-east-1:999999999999:secret:iamwatch/slack-webhook-AbCdEf"
  }
}

mock_resource "aws_sns_topic" {
  defaults = {
    arn = "arn:aws:sns:us-east-1:999999999999:iamwatch-alerts"
  }
}

mock_resource "aws_sqs_queue" {
  defaults = {
    arn = "arn:aws:sqs:us-east-1:999999999999:iamwatch-failures"
    id  = "https://sqs.us-east-1.amazonaws.com/999999999999/iamwatch-failures"
  }
}
