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
