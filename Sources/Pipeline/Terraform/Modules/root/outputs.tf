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
