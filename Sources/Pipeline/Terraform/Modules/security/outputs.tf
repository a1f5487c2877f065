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
