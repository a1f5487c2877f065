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
