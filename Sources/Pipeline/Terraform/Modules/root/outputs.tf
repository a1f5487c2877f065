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

output "index_template_command" {
  description = "Puts the index template into the domain, before the first event: with credentials of the Security account in the environment."
  value = join(" ", [
    "curl --fail -X PUT ${module.security.domain_endpoint}/_index_template/iamwatch -H 'Content-Type: application/json'",
    "--data-binary @index-template.json --aws-sigv4 aws:amz:${local.home_region}:${var.create_collection ? "aoss" : "es"}",
    "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: $AWS_SESSION_TOKEN\"",
  ])
}
