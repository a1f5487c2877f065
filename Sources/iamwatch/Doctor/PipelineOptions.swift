import ArgumentParser

/// The options of the commands that look at the pipeline itself.
struct PipelineOptions: ParsableArguments {
  @Option(help: "The configuration file; ~/.config/iamwatch/config.yaml by default.")
  var config: String?

  @Option(help: "The context of the configuration whose profile is used; its default_context by default.")
  var context: String?

  @Option(
    help:
      "The profile whose credentials are used, and assume the accounts' role_arn; the context's by default.")
  var profile: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: "Where all services but STS are called instead of at AWS; http:// for this machine only.")
  var endpointURL: String?

  @Option(help: "text or json.")
  var format: String?

  @Option(help: "A file that gets a line for all that goes wrong.")
  var logFile: String?
}
