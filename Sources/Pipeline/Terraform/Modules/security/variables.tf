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
