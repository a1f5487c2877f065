extension ConfigurationReader {
  mutating func pipeline(_ section: Field) -> Configuration.Pipeline {
    var pipeline = Configuration.Pipeline()
    let known = [
      "security_account", "home_region", "organization_id", "log_group", "read_only_events", "opensearch",
      "slack",
    ]
    for entry in entries(section, known: known) {
      switch entry.key {
      case "security_account": pipeline.securityAccount = text(entry, Forms.accountID)
      case "home_region": pipeline.homeRegion = text(entry, Forms.region)
      case "organization_id": pipeline.organizationID = text(entry, Forms.organizationID)
      case "log_group": pipeline.logGroup = text(entry, Forms.logGroup)
      case "read_only_events": pipeline.readOnlyEvents = truth(entry)
      case "opensearch":
        for part in entries(entry, known: ["endpoint"]) {
          pipeline.openSearchEndpoint = text(part, Forms.url)
        }
      case "slack": slack(entry, into: &pipeline)
      default: break
      }
    }
    return pipeline
  }

  private mutating func slack(_ field: Field, into pipeline: inout Configuration.Pipeline) {
    for entry in entries(field, known: ["secret", "channel"]) {
      switch entry.key {
      case "secret": pipeline.slackSecret = text(entry)
      case "channel": pipeline.slackChannel = text(entry)
      default: break
      }
    }
  }
}
