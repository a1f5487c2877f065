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
