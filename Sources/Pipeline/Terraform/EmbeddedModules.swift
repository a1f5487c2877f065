/// The files of `Modules/`, byte for byte, as `Modules/embed` wrote them: the program works copied alone. A test fails when the
/// two differ.
let embeddedModules: [(path: String, text: String)] = [
  (
    "member/main.tf",
    ##"""
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

    """##
  ),
  (
    "member/trail.tf",
    ##"""
    # EventBridge gets an account's API calls only while a trail logs them. Most organisations have one trail for all accounts;
    # this is for those that have none.

    locals {
      has_trail   = var.enable_trail && var.is_global_region
      trail_arn   = "arn:${local.partition}:cloudtrail:${data.aws_region.here.name}:${local.account_id}:trail/iamwatch"
      bucket_name = "iamwatch-trail-${local.account_id}"
    }

    resource "aws_s3_bucket" "trail" {
      count = local.has_trail ? 1 : 0

      bucket = local.bucket_name
    }

    resource "aws_s3_bucket_public_access_block" "trail" {
      count = local.has_trail ? 1 : 0

      bucket                  = aws_s3_bucket.trail[0].id
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }

    resource "aws_s3_bucket_server_side_encryption_configuration" "trail" {
      count = local.has_trail ? 1 : 0

      bucket = aws_s3_bucket.trail[0].id

      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }

    resource "aws_s3_bucket_policy" "trail" {
      count = local.has_trail ? 1 : 0

      bucket = aws_s3_bucket.trail[0].id

      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [
          {
            Effect    = "Allow"
            Action    = "s3:GetBucketAcl"
            Principal = { Service = "cloudtrail.amazonaws.com" }
            Resource  = aws_s3_bucket.trail[0].arn
            Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
          },
          {
            Effect    = "Allow"
            Action    = "s3:PutObject"
            Principal = { Service = "cloudtrail.amazonaws.com" }
            Resource  = "${aws_s3_bucket.trail[0].arn}/AWSLogs/${local.account_id}/*"
            Condition = {
              StringEquals = {
                "aws:SourceArn" = local.trail_arn
                "s3:x-amz-acl"  = "bucket-owner-full-control"
              }
            }
          },
        ]
      })
    }

    resource "aws_cloudtrail" "trail" {
      count = local.has_trail ? 1 : 0

      name                          = "iamwatch"
      s3_bucket_name                = aws_s3_bucket.trail[0].id
      is_multi_region_trail         = true
      include_global_service_events = true
      enable_log_file_validation    = true
      enable_logging                = var.enable_logging

      depends_on = [aws_s3_bucket_policy.trail]
    }

    """##
  ),
  (
    "member/undelivered.tf",
    ##"""
    # What the Security account's bus did not take within a day of trying, with the reason in each message's attributes.
    resource "aws_sqs_queue" "undelivered" {
      name                      = "iamwatch-undelivered"
      message_retention_seconds = 1209600
      sqs_managed_sse_enabled   = true
    }

    resource "aws_sqs_queue_policy" "undelivered" {
      queue_url = aws_sqs_queue.undelivered.id

      policy = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Action    = "sqs:SendMessage"
          Principal = { Service = "events.amazonaws.com" }
          Resource  = aws_sqs_queue.undelivered.arn
          Condition = {
            StringEquals = { "aws:SourceAccount" = local.account_id }
            ArnLike = {
              "aws:SourceArn" = "arn:${local.partition}:events:${data.aws_region.here.name}:${local.account_id}:rule/iamwatch-*"
            }
          }
        }]
      })
    }

    resource "aws_cloudwatch_metric_alarm" "undelivered" {
      alarm_name          = "iamwatch-undelivered"
      alarm_description   = "Identity events did not reach the Security account: a message's ERROR_CODE in the queue iamwatch-undelivered says why."
      namespace           = "AWS/SQS"
      metric_name         = "ApproximateNumberOfMessagesVisible"
      dimensions          = { QueueName = aws_sqs_queue.undelivered.name }
      statistic           = "Maximum"
      period              = 300
      evaluation_periods  = 1
      comparison_operator = "GreaterThanThreshold"
      threshold           = 0
      treat_missing_data  = "notBreaching"
      alarm_actions       = var.alarm_topic_arn == null ? [] : [var.alarm_topic_arn]
    }

    """##
  ),
  (
    "member/variables.tf",
    ##"""
    variable "bus_arn" {
      description = "The Security account's bus."
      type        = string
    }

    variable "is_global_region" {
      description = "Whether this is us-east-1, where IAM's events are recorded: the account's role and its trail are made here too."
      type        = bool
    }

    variable "put_events_role_arn" {
      description = "The role made in us-east-1; null there."
      type        = string
      default     = null
    }

    variable "identity_pattern" {
      description = "What the rule of IAM takes."
      type        = string
    }

    variable "session_pattern" {
      description = "What the rule of STS and sign-in takes."
      type        = string
    }

    variable "watched_patterns" {
      description = "What detection rules ask of other services, by number."
      type        = map(string)
    }

    variable "read_only_events" {
      description = "Whether List, Get and Describe are taken too."
      type        = bool
    }

    variable "enable_trail" {
      description = "Whether the account gets a trail of its own. EventBridge sees only what some trail logs; an organisation's trail is one."
      type        = bool
    }

    variable "enable_logging" {
      description = "Whether that trail logs."
      type        = bool
    }

    variable "enable_test_rule" {
      description = "Whether the marked events of iamwatch pipeline test are carried."
      type        = bool
    }

    variable "alarm_topic_arn" {
      description = "Who is told that events could not be delivered; null in other regions than the topic's, whose alarms cannot reach it."
      type        = string
      default     = null
    }

    """##
  ),
  (
    "member/versions.tf",
    ##"""
    terraform {
      required_version = ">= 1.5"

      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.100"
        }
      }
    }

    """##
  ),
  (
    "root/outputs.tf",
    ##"""
    output "bus_arn" {
      description = "The bus onto which members put events."
      value       = module.security.bus_arn
    }

    output "log_group_name" {
      description = "Where events are kept: iamwatch tui --source insights:NAME."
      value       = module.security.log_group_name
    }

    output "alert_topic_arn" {
      description = "Where events are told that detection rules match."
      value       = module.security.alert_topic_arn
    }

    output "domain_endpoint" {
      description = "Where events are searched: iamwatch tui --source opensearch:URL/cwl-*."
      value       = module.security.domain_endpoint
    }

    """##
  ),
  (
    "root/security-variables.tf",
    ##"""
    # What the Security account's part is made of.

    variable "create_functions" {
      description = "Whether the two Lambda functions, and what calls them, are made."
      type        = bool
      default     = true
    }

    variable "function_package" {
      description = "The path of the functions' zip."
      type        = string
      default     = "iamwatch-functions.zip"
    }

    # A variable, as hashing a file that is not there yet fails even validate.
    variable "function_package_hash" {
      description = "The zip's SHA-256 in base64: openssl dgst -sha256 -binary iamwatch-functions.zip | base64."
      type        = string
      default     = null
    }

    variable "function_architecture" {
      description = "x86_64 or arm64, as the zip was built."
      type        = string
      default     = "x86_64"
    }

    variable "create_slack_secret" {
      description = "Whether the secret for Slack is made, empty."
      type        = bool
      default     = true
    }

    variable "create_collection" {
      description = "Whether an OpenSearch Serverless collection is made instead of a domain."
      type        = bool
      default     = false
    }

    variable "domain_arn" {
      description = "The ARN of a domain that is there already; null to take its name from its address."
      type        = string
      default     = null
    }

    variable "domain_instance_type" {
      description = "What the domain runs on."
      type        = string
      default     = "r7g.large.search"
    }

    variable "domain_instance_count" {
      description = "How many of them; an even number is shared between two zones."
      type        = number
      default     = 2
    }

    variable "domain_volume_gib" {
      description = "The disk of each."
      type        = number
      default     = 100
    }

    variable "reader_role_arns" {
      description = "Who may search the domain: the roles of those who run iamwatch."
      type        = list(string)
      default     = []
    }

    variable "function_network" {
      description = "Where the forwarder runs; null for outside of any VPC."
      type = object({
        vpc_id          = string
        subnet_ids      = list(string)
        cidr_block      = string
        route_table_ids = list(string)
      })
      default = null
    }

    variable "domain_network" {
      description = "Where the domain is, or is made; null for a public endpoint."
      type = object({
        vpc_id            = string
        subnet_ids        = list(string)
        cidr_block        = string
        route_table_ids   = list(string)
        security_group_id = optional(string)
      })
      default = null
    }

    variable "vpc_connection" {
      description = "How the forwarder's VPC reaches the domain's, where they are two: peering or endpoint."
      type        = string
      default     = "endpoint"
    }

    variable "log_retention_days" {
      description = "How long events are kept in the log group."
      type        = number
      default     = 365
    }

    variable "log_kms_key_arn" {
      description = "The key that encrypts the log groups; null for CloudWatch's own."
      type        = string
      default     = null
    }

    variable "archive_days" {
      description = "How long the bus's archive keeps events for a replay."
      type        = number
      default     = 90
    }

    variable "health_emails" {
      description = "Who is told when the pipeline itself is not well."
      type        = list(string)
      default     = []
    }

    variable "silence_minutes" {
      description = "How long no event at all is believed: a multiple of 5, at most 1440."
      type        = number
      default     = 60
    }

    """##
  ),
  (
    "root/security.tf",
    ##"""
    # The Security account: the bus, and what it does with events.
    module "security" {
      source = "./modules/security"

      member_accounts = local.member_accounts
      organization_id = local.organization_id
      account_names   = local.account_names

      alert_patterns   = local.alert_patterns
      read_only_events = local.read_only_events
      enable_test_rule = var.enable_test_rule

      log_group_name     = local.log_group_name
      log_retention_days = var.log_retention_days
      log_kms_key_arn    = var.log_kms_key_arn
      archive_days       = var.archive_days

      create_functions      = var.create_functions
      function_package      = var.function_package
      function_package_hash = var.function_package_hash
      function_architecture = var.function_architecture
      slack_secret          = local.slack_secret
      create_slack_secret   = var.create_slack_secret
      slack_channel         = local.slack_channel

      create_domain         = var.create_domain
      create_collection     = var.create_collection
      domain_endpoint       = local.domain_endpoint
      domain_arn            = var.domain_arn
      domain_instance_type  = var.domain_instance_type
      domain_instance_count = var.domain_instance_count
      domain_volume_gib     = var.domain_volume_gib
      reader_role_arns      = var.reader_role_arns

      function_network = var.function_network
      domain_network   = var.domain_network
      vpc_connection   = var.vpc_connection

      health_emails   = var.health_emails
      silence_minutes = var.silence_minutes
    }

    """##
  ),
  (
    "root/variables.tf",
    ##"""
    # What may differ between two runs of the same pipeline. What the configuration of iamwatch says is in settings.tf.

    variable "enable_trail" {
      description = "Whether each account gets a trail of its own. EventBridge sees only what some trail logs; an organisation's trail is one."
      type        = bool
      default     = false
    }

    variable "enable_logging" {
      description = "Whether those trails log."
      type        = bool
      default     = true
    }

    variable "enable_test_rule" {
      description = "Whether the marked events of iamwatch pipeline test are carried. Off again afterwards: anybody who may put events in a member account could make one up."
      type        = bool
      default     = false
    }

    """##
  ),
  (
    "root/versions.tf",
    ##"""
    terraform {
      required_version = ">= 1.5"

      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.100"
        }
      }
    }

    """##
  ),
  (
    "security/alarms.tf",
    ##"""
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

    """##
  ),
  (
    "security/bus.tf",
    ##"""
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

    """##
  ),
  (
    "security/domain.tf",
    ##"""
    # Where events are searched: a domain made here, a collection of OpenSearch Serverless, or a domain that is there already.
    #
    # The forwarder puts the index template there before its first documents: without it the domain would make up a field for
    # each name, and take an account's id for whatever it looks like.

    locals {
      domain_host = var.domain_endpoint == null ? "" : regex("^https://([^/]+)", var.domain_endpoint)[0]

      # Of an address of AWS the domain's name is a part: https://vpc-NAME-….REGION.es.amazonaws.com.
      existing_domain_arn = coalesce(var.domain_arn, try(
        "arn:${local.partition}:es:${local.region}:${local.account_id}:domain/${regex("^(?:search|vpc)-([^.]+)-[a-z0-9]+\\.", local.domain_host)[0]}",
        "arn:${local.partition}:es:${local.region}:${local.account_id}:domain/*",
      ))

      # Of a collection the address begins with its id: https://ID.REGION.aoss.amazonaws.com.
      is_serverless  = var.create_collection || !var.create_domain && can(regex("\\.aoss\\.amazonaws\\.com(\\.cn)?$", local.domain_host))
      collection_arn = var.create_collection ? one(aws_opensearchserverless_collection.events[*].arn) : "arn:${local.partition}:aoss:${local.region}:${local.account_id}:collection/${split(".", local.domain_host)[0]}"

      domain_arn = var.create_domain ? one(aws_opensearch_domain.events[*].arn) : local.existing_domain_arn

      domain_endpoint = (
        local.has_vpc_endpoint ? "https://${one(aws_opensearch_vpc_endpoint.events[*].endpoint)}"
        : var.create_domain ? "https://${one(aws_opensearch_domain.events[*].endpoint)}"
        : var.create_collection ? one(aws_opensearchserverless_collection.events[*].collection_endpoint)
        : var.domain_endpoint == null ? "" : var.domain_endpoint
      )

      forward_role_arns = aws_iam_role.forward[*].arn
    }

    resource "aws_opensearch_domain" "events" {
      count = var.create_domain ? 1 : 0

      domain_name    = "iamwatch"
      engine_version = "OpenSearch_2.19"

      cluster_config {
        instance_type          = var.domain_instance_type
        instance_count         = var.domain_instance_count
        zone_awareness_enabled = var.domain_instance_count % 2 == 0
      }

      ebs_options {
        ebs_enabled = true
        volume_type = "gp3"
        volume_size = var.domain_volume_gib
      }

      encrypt_at_rest {
        enabled = true
      }

      node_to_node_encryption {
        enabled = true
      }

      domain_endpoint_options {
        enforce_https       = true
        tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
      }

      dynamic "vpc_options" {
        for_each = var.domain_network == null ? [] : [var.domain_network]

        content {
          subnet_ids         = slice(vpc_options.value.subnet_ids, 0, var.domain_instance_count % 2 == 0 ? 2 : 1)
          security_group_ids = [aws_security_group.domain[0].id]
        }
      }
    }

    # Signed requests only: the forwarder writes, the readers search. Nobody is let in for an address alone.
    resource "aws_opensearch_domain_policy" "events" {
      count = var.create_domain && length(concat(local.forward_role_arns, var.reader_role_arns)) > 0 ? 1 : 0

      domain_name = aws_opensearch_domain.events[0].domain_name

      access_policies = jsonencode({
        Version = "2012-10-17"
        Statement = concat(
          [for arn in local.forward_role_arns : {
            Effect    = "Allow"
            Action    = ["es:ESHttpPost"]
            Principal = { AWS = arn }
            Resource  = ["${aws_opensearch_domain.events[0].arn}/_bulk"]
          }],
          [for arn in local.forward_role_arns : {
            Effect    = "Allow"
            Action    = ["es:ESHttpGet", "es:ESHttpPut"]
            Principal = { AWS = arn }
            Resource  = ["${aws_opensearch_domain.events[0].arn}/_index_template/iamwatch"]
          }],
          # Searching is a POST, and a point in time is deleted when it is done with.
          [for arn in var.reader_role_arns : {
            Effect    = "Allow"
            Action    = ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpDelete"]
            Principal = { AWS = arn }
            Resource = [
              "${aws_opensearch_domain.events[0].arn}/",
              "${aws_opensearch_domain.events[0].arn}/cwl-*",
              "${aws_opensearch_domain.events[0].arn}/_search*",
            ]
          }],
        )
      })
    }

    # Who may do what in a collection says its data access policy: of one that is there already it is somebody else's, and has to
    # let the forwarder's role do what it may do in the collection below.
    #
    # A collection of type SEARCH, as one of time series takes no ids of documents, and what is delivered twice would be there
    # twice.
    resource "aws_opensearchserverless_collection" "events" {
      count = var.create_collection ? 1 : 0

      name = "iamwatch"
      type = "SEARCH"

      depends_on = [
        aws_opensearchserverless_security_policy.encryption,
        aws_opensearchserverless_security_policy.network,
      ]
    }

    resource "aws_opensearchserverless_security_policy" "encryption" {
      count = var.create_collection ? 1 : 0

      name = "iamwatch"
      type = "encryption"

      policy = jsonencode({
        Rules       = [{ ResourceType = "collection", Resource = ["collection/iamwatch"] }]
        AWSOwnedKey = true
      })
    }

    resource "aws_opensearchserverless_security_policy" "network" {
      count = var.create_collection ? 1 : 0

      name = "iamwatch"
      type = "network"

      policy = jsonencode([{
        Rules           = [{ ResourceType = "collection", Resource = ["collection/iamwatch"] }]
        AllowFromPublic = true
      }])
    }

    resource "aws_opensearchserverless_access_policy" "events" {
      count = var.create_collection && length(concat(local.forward_role_arns, var.reader_role_arns)) > 0 ? 1 : 0

      name = "iamwatch"
      type = "data"

      policy = jsonencode(concat(
        length(local.forward_role_arns) == 0 ? [] : [{
          Rules = [
            {
              ResourceType = "index"
              Resource     = ["index/iamwatch/*"]
              Permission   = ["aoss:CreateIndex", "aoss:WriteDocument", "aoss:UpdateIndex"]
            },
            # An index template is an item of the collection.
            {
              ResourceType = "collection"
              Resource     = ["collection/iamwatch"]
              Permission   = ["aoss:DescribeCollectionItems", "aoss:CreateCollectionItems", "aoss:UpdateCollectionItems"]
            },
          ]
          Principal = local.forward_role_arns
        }],
        length(var.reader_role_arns) == 0 ? [] : [{
          Rules = [{
            ResourceType = "index"
            Resource     = ["index/iamwatch/*"]
            Permission   = ["aoss:DescribeIndex", "aoss:ReadDocument"]
          }]
          Principal = var.reader_role_arns
        }],
      ))
    }

    """##
  ),
  (
    "security/forward.tf",
    ##"""
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

    """##
  ),
  (
    "security/logs.tf",
    ##"""
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

    """##
  ),
  (
    "security/network.tf",
    ##"""
    # The forwarder's way to a domain in a VPC: port 443, and nothing else.
    #
    # A connection that times out is a security group that does not let it through or a route that is missing: nothing refuses.

    locals {
      in_vpc           = var.create_functions && var.function_network != null
      has_two_vpcs     = local.in_vpc && var.domain_network != null && try(var.function_network.vpc_id != var.domain_network.vpc_id, false)
      is_peered        = local.has_two_vpcs && var.vpc_connection == "peering"
      has_vpc_endpoint = local.has_two_vpcs && var.vpc_connection == "endpoint"

      # The domain's own group where it is made here, else the one that is named.
      opens_domain = (
        local.in_vpc && var.domain_network != null && !local.has_vpc_endpoint
        && (var.create_domain || try(var.domain_network.security_group_id, null) != null)
      )
      domain_security_group_id = var.create_domain ? one(aws_security_group.domain[*].id) : try(var.domain_network.security_group_id, null)
    }

    resource "aws_security_group" "forward" {
      count = local.in_vpc ? 1 : 0

      name        = "iamwatch-forward"
      description = "The forwarder: out to the domain and to its queue, by 443."
      vpc_id      = var.function_network.vpc_id
    }

    # Without a route of its own a function in a VPC reaches no service of AWS: its queue is given an endpoint, in the same
    # subnets. Both it and the domain are within the two networks.
    resource "aws_vpc_security_group_egress_rule" "forward" {
      for_each = local.in_vpc ? toset(distinct(compact([
        var.function_network.cidr_block,
        var.domain_network == null ? "0.0.0.0/0" : local.has_vpc_endpoint ? "" : var.domain_network.cidr_block,
      ]))) : toset([])

      security_group_id = aws_security_group.forward[0].id
      description       = "443 to the domain and the endpoints"
      cidr_ipv4         = each.value
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
    }

    resource "aws_vpc_endpoint" "sqs" {
      count = local.in_vpc ? 1 : 0

      vpc_id              = var.function_network.vpc_id
      service_name        = "com.amazonaws.${local.region}.sqs"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
      subnet_ids          = var.function_network.subnet_ids
      security_group_ids  = [aws_security_group.endpoints[0].id]
    }

    resource "aws_security_group" "endpoints" {
      count = local.in_vpc ? 1 : 0

      name        = "iamwatch-endpoints"
      description = "What the forwarder reaches within its VPC."
      vpc_id      = var.function_network.vpc_id
    }

    resource "aws_vpc_security_group_ingress_rule" "endpoints" {
      count = local.in_vpc ? 1 : 0

      security_group_id            = aws_security_group.endpoints[0].id
      description                  = "443 from the forwarder"
      referenced_security_group_id = aws_security_group.forward[0].id
      ip_protocol                  = "tcp"
      from_port                    = 443
      to_port                      = 443
    }

    resource "aws_security_group" "domain" {
      count = var.create_domain && var.domain_network != null ? 1 : 0

      name        = "iamwatch-domain"
      description = "The domain: in from the forwarder, by 443."
      vpc_id      = var.domain_network.vpc_id
    }

    resource "aws_vpc_security_group_ingress_rule" "domain" {
      count = local.opens_domain ? 1 : 0

      security_group_id = local.domain_security_group_id
      description       = "443 from the forwarder"
      cidr_ipv4         = var.function_network.cidr_block
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
    }

    # Two VPCs, first way: they are peered, and each has a route to the other. Their addresses must not overlap.
    resource "aws_vpc_peering_connection" "domain" {
      count = local.is_peered ? 1 : 0

      vpc_id      = var.function_network.vpc_id
      peer_vpc_id = var.domain_network.vpc_id
      auto_accept = true

      # The domain's name is resolved to its inner address.
      requester {
        allow_remote_vpc_dns_resolution = true
      }

      accepter {
        allow_remote_vpc_dns_resolution = true
      }
    }

    resource "aws_route" "to_domain" {
      for_each = local.is_peered ? toset(var.function_network.route_table_ids) : toset([])

      route_table_id            = each.value
      destination_cidr_block    = var.domain_network.cidr_block
      vpc_peering_connection_id = aws_vpc_peering_connection.domain[0].id
    }

    resource "aws_route" "to_forwarder" {
      for_each = local.is_peered ? toset(var.domain_network.route_table_ids) : toset([])

      route_table_id            = each.value
      destination_cidr_block    = var.function_network.cidr_block
      vpc_peering_connection_id = aws_vpc_peering_connection.domain[0].id
    }

    # Second way: the domain gets an address in the forwarder's VPC. No routes, and addresses may overlap.
    resource "aws_opensearch_vpc_endpoint" "events" {
      count = local.has_vpc_endpoint ? 1 : 0

      domain_arn = local.domain_arn

      vpc_options {
        subnet_ids         = var.function_network.subnet_ids
        security_group_ids = [aws_security_group.endpoints[0].id]
      }
    }

    """##
  ),
  (
    "security/notify.tf",
    ##"""
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

    """##
  ),
  (
    "security/outputs.tf",
    ##"""
    # Members need the address of the bus and, before they can name it as a target, its policy: EventBridge asks it at once. So
    # that nobody gets the one without the other, the output depends on the policy; as it is handed to the modules of the other
    # accounts, the order holds across providers, and the targets go before the policy when all is destroyed.
    output "bus_arn" {
      description = "The bus onto which members put events."
      value       = aws_cloudwatch_event_bus.security.arn
      depends_on  = [aws_cloudwatch_event_bus_policy.security]
    }

    output "health_topic_arn" {
      description = "Where alarms are told."
      value       = aws_sns_topic.health.arn
      depends_on  = [aws_sns_topic_policy.health]
    }

    output "alert_topic_arn" {
      description = "Where events are told that detection rules match."
      value       = aws_sns_topic.alerts.arn
    }

    output "log_group_name" {
      description = "Where events are kept."
      value       = aws_cloudwatch_log_group.events.name
    }

    output "domain_endpoint" {
      description = "Where events are searched."
      value       = local.domain_endpoint
    }

    """##
  ),
  (
    "security/topics.tf",
    ##"""
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

    """##
  ),
  (
    "security/variables.tf",
    ##"""
    # Who sends events.

    variable "member_accounts" {
      description = "The accounts that may put events on the bus, where there is no organization_id."
      type        = list(string)
    }

    variable "organization_id" {
      description = "The organisation whose accounts may all put events on the bus; null for the list of accounts."
      type        = string
      default     = null
    }

    variable "account_names" {
      description = "What accounts are called in messages, by id."
      type        = map(string)
    }

    # What is done with them.

    variable "alert_patterns" {
      description = "The event patterns of what is told, by number."
      type        = map(string)
    }

    variable "read_only_events" {
      description = "Whether List, Get and Describe are taken too."
      type        = bool
    }

    variable "log_group_name" {
      description = "In which events are kept; EventBridge delivers only to names that begin /aws/events/."
      type        = string
    }

    variable "log_retention_days" {
      description = "How long events are kept in the log group."
      type        = number
    }

    variable "log_kms_key_arn" {
      description = "The key that encrypts the log group; null for CloudWatch's own. Its policy has to admit logs.<region>.amazonaws.com."
      type        = string
      default     = null
    }

    variable "archive_days" {
      description = "How long the bus's archive keeps events for a replay."
      type        = number
    }

    variable "enable_test_rule" {
      description = "Whether the marked events of iamwatch pipeline test are taken."
      type        = bool
    }

    # The functions.

    variable "create_functions" {
      description = "Whether the two Lambda functions, and what calls them, are made."
      type        = bool
    }

    variable "function_package" {
      description = "The path of the functions' zip: bootstrap, its lib/, and rules/."
      type        = string
    }

    variable "function_package_hash" {
      description = "The zip's SHA-256 in base64, which tells that it changed: openssl dgst -sha256 -binary FILE | base64."
      type        = string
    }

    variable "function_architecture" {
      description = "x86_64 or arm64, as the zip was built."
      type        = string
    }

    variable "slack_secret" {
      description = "The name of the secret with Slack's webhook, or a bot's token."
      type        = string
    }

    variable "create_slack_secret" {
      description = "Whether the secret is made, empty: its value never is in Terraform's state."
      type        = bool
    }

    variable "slack_channel" {
      description = "Where a bot's token posts; null for a webhook, which has its channel."
      type        = string
      default     = null
    }

    # The domain.

    variable "create_domain" {
      description = "Whether an OpenSearch domain is made."
      type        = bool
    }

    variable "create_collection" {
      description = "Whether an OpenSearch Serverless collection is made instead."
      type        = bool
    }

    variable "domain_endpoint" {
      description = "The https:// address of a domain that is there already; null for one made here."
      type        = string
      default     = null
    }

    variable "domain_arn" {
      description = "The ARN of that domain, for the forwarder's role; null to take the name from its address."
      type        = string
      default     = null
    }

    variable "domain_instance_type" {
      description = "What the domain runs on."
      type        = string
    }

    variable "domain_instance_count" {
      description = "How many of them; an even number is shared between two zones."
      type        = number
    }

    variable "domain_volume_gib" {
      description = "The disk of each."
      type        = number
    }

    variable "reader_role_arns" {
      description = "Who may search the domain: the roles of those who run iamwatch."
      type        = list(string)
    }

    # The network.

    variable "function_network" {
      description = "Where the forwarder runs; null for outside of any VPC."
      type = object({
        vpc_id          = string
        subnet_ids      = list(string)
        cidr_block      = string
        route_table_ids = list(string)
      })
      default = null
    }

    variable "domain_network" {
      description = "Where the domain is, or is made; null for a public endpoint."
      type = object({
        vpc_id            = string
        subnet_ids        = list(string)
        cidr_block        = string
        route_table_ids   = list(string)
        security_group_id = optional(string)
      })
      default = null
    }

    variable "vpc_connection" {
      description = "How the forwarder's VPC reaches the domain's, where they are two: peering or endpoint."
      type        = string

      validation {
        condition     = contains(["peering", "endpoint"], var.vpc_connection)
        error_message = "Either peering or endpoint."
      }
    }

    # Health.

    variable "health_emails" {
      description = "Who is told when the pipeline itself is not well."
      type        = list(string)
    }

    variable "silence_minutes" {
      description = "How long no event at all is believed: a multiple of 5, at most 1440."
      type        = number
    }

    """##
  ),
  (
    "security/versions.tf",
    ##"""
    terraform {
      required_version = ">= 1.5"

      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = ">= 5.100"
        }
      }
    }

    """##
  ),
  (
    "tests/aws.tfmock.hcl",
    ##"""
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

    """##
  ),
  (
    "tests/runs.tftest.hcl",
    ##"""
    variables {
      function_package_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    }

    run "everything_in_one_vpc" {
      variables {
        enable_trail     = true
        enable_test_rule = true
        create_domain    = true
        reader_role_arns = ["arn:aws:iam::999999999999:role/audit"]
        health_emails    = ["security@example.com"]

        function_network = {
          vpc_id          = "vpc-1"
          subnet_ids      = ["subnet-1", "subnet-2"]
          cidr_block      = "10.1.0.0/16"
          route_table_ids = ["rtb-1"]
        }

        domain_network = {
          vpc_id          = "vpc-1"
          subnet_ids      = ["subnet-1", "subnet-2"]
          cidr_block      = "10.1.0.0/16"
          route_table_ids = ["rtb-1"]
        }
      }

      assert {
        condition     = endswith(output.bus_arn, ":event-bus/iamwatch")
        error_message = "Members need the bus."
      }

      assert {
        condition     = startswith(output.log_group_name, "/aws/events/")
        error_message = "EventBridge delivers to no other log group."
      }

      assert {
        condition     = alltrue([for pattern in local.alert_patterns : length(jsonencode(jsondecode(pattern))) <= 4096])
        error_message = "EventBridge takes patterns of 4,096 characters."
      }

      assert {
        condition     = output.domain_endpoint == "https://search-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
        error_message = "The forwarder needs the domain that is made."
      }
    }

    run "a_domain_in_another_vpc_by_peering" {
      variables {
        create_domain  = true
        vpc_connection = "peering"

        function_network = {
          vpc_id          = "vpc-1"
          subnet_ids      = ["subnet-1", "subnet-2"]
          cidr_block      = "10.1.0.0/16"
          route_table_ids = ["rtb-1"]
        }

        domain_network = {
          vpc_id          = "vpc-2"
          subnet_ids      = ["subnet-3", "subnet-4"]
          cidr_block      = "10.2.0.0/16"
          route_table_ids = ["rtb-2"]
        }
      }

      assert {
        condition     = startswith(output.domain_endpoint, "https://search-")
        error_message = "Over a peering the domain is reached by its own address."
      }
    }

    run "a_domain_in_another_vpc_by_an_endpoint" {
      variables {
        create_domain  = true
        vpc_connection = "endpoint"

        function_network = {
          vpc_id          = "vpc-1"
          subnet_ids      = ["subnet-1", "subnet-2"]
          cidr_block      = "10.1.0.0/16"
          route_table_ids = ["rtb-1"]
        }

        domain_network = {
          vpc_id          = "vpc-2"
          subnet_ids      = ["subnet-3", "subnet-4"]
          cidr_block      = "10.2.0.0/16"
          route_table_ids = ["rtb-2"]
        }
      }

      assert {
        condition     = output.domain_endpoint == "https://vpc-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
        error_message = "The forwarder needs the endpoint's address."
      }
    }

    run "a_serverless_collection" {
      variables {
        create_domain     = false
        create_collection = true
        reader_role_arns  = ["arn:aws:iam::999999999999:role/audit"]
      }

      assert {
        condition     = output.domain_endpoint == "https://abcdefghij.us-east-1.aoss.amazonaws.com"
        error_message = "The forwarder needs the collection."
      }
    }

    run "neither_domain_nor_functions" {
      variables {
        create_domain    = false
        create_functions = false
      }

      assert {
        condition     = output.alert_topic_arn != ""
        error_message = "The topic is there without the functions."
      }
    }

    """##
  ),
]
