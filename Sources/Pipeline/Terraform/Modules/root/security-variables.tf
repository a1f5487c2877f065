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
