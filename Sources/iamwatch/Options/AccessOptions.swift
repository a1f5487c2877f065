import ArgumentParser

/// The options of every command that calls AWS: what it reads of itself, as whom it calls and where, and to whom it complains.
struct AccessOptions: ParsableArguments {
  @Option(help: "The configuration file; ~/.config/iamwatch/config.yaml by default.")
  var config: String?

  @Option(help: "The context of the configuration that is in force; its default_context by default.")
  var context: String?

  @Option(help: "The profile of the AWS CLI's files whose credentials are used; the context's by default.")
  var profile: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: "Where services other than STS are called instead of at AWS; http:// for this machine only.")
  var endpointURL: String?

  @Option(help: "A file that gets a line for all that goes wrong, also behind a screen.")
  var logFile: String?
}
