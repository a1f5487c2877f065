import ArgumentParser
import Query

/// The options that every command that reads events has. Each may come from the environment as `IAMWATCH_<FLAG>`.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where events come from: a file, a directory, a glob, - for standard input, demo[:SEED], opensearch:URL/INDEX-PATTERN (aoss: for serverless), or a CloudWatch log group: insights:GROUP (a query), logs:GROUP (polled), live:GROUP (as it comes). May be repeated."
    ))
  var source: [String] = []

  @Option(
    help: "The first moment counted: a duration before now (90m, 24h, 7d) or a time (2026-11-01T00:00Z).")
  var since: String?

  @Option(help: "The moment that counting ends before, as --since.")
  var until: String?

  @Option(help: "Which events count, in the filter language: principal:user/backup* AND is:denied.")
  var filter: String?

  @Option(help: "identity counts what IAM, STS, sign-in and their kin did; all counts everything.")
  var scope: String?

  @OptionGroup var detection: RuleOptions

  @Option(help: "The colours: a theme's name, or the path of its file.")
  var theme: String?

  @Flag(help: "Shows no colours, as NO_COLOR does.")
  var noColor = false

  @Option(help: "The profile of the AWS CLI's files whose credentials are used; the context's by default.")
  var profile: String?

  @Option(help: "The AWS region; the context's by default, then AWS_REGION and the profile's.")
  var region: String?

  @Option(
    help: """
      The most US dollars that what AWS bills by bytes scanned may cost within an hour, all sources together; then \
      nothing more is asked until it is less again.
      """)
  var maxCostPerHour: String?

  @Option(help: "A file that gets a line for all that goes wrong, also behind a screen.")
  var logFile: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: "Where the sources' services are called instead of at AWS; http:// for this machine only.")
  var endpointURL: String?

  @Option(help: "The configuration file; ~/.config/iamwatch/config.yaml by default.")
  var config: String?

  @Option(help: "The context of the configuration that is in force; its default_context by default.")
  var context: String?
}
