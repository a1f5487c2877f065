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

  @OptionGroup var access: AccessOptions

  @Option(help: "The AWS region; the context's by default, then AWS_REGION and the profile's.")
  var region: String?

  @Option(
    help: """
      The most US dollars that what AWS bills by bytes scanned may cost within an hour, all sources together; then \
      nothing more is asked until it is less again.
      """)
  var maxCostPerHour: String?
}
