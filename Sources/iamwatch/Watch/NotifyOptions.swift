import ArgumentParser

/// Where alerts are sent. Each may come from the environment as `IAMWATCH_<FLAG>`, then from `notify` in the configuration.
struct NotifyOptions: ParsableArguments {
  @Option(
    help: """
      The Slack channel that alerts go to, with the bot's token in IAMWATCH_SLACK_TOKEN; or the address of an incoming webhook, which \
      is a secret: give it as IAMWATCH_SLACK, for a command line is seen by others.
      """)
  var slack: String?

  @Option(
    name: .customLong("slack-api"),
    help: "Where Slack's API is: https://slack.com/api by default, https://slack-gov.com/api for GovSlack.")
  var slackAPI: String?

  @Option(help: "An address that each alert is posted to, signed with the key in IAMWATCH_WEBHOOK_KEY.")
  var webhook: String?

  @Option(
    parsing: .upToNextOption,
    help: "A program, with its arguments, that is run for each alert and reads it from its standard input.")
  var exec: [String] = []
}
