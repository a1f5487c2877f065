import Audit
import CloudTrail
import Detection
import Query
import Text

/// An alert as a Slack message (Block Kit), the same for an incoming webhook and for `chat.postMessage`.
///
/// All its texts are `plain_text`, in which nothing is markup, and all are escaped: what the record says is an attacker's to choose.
/// Limits are those of Slack's reference: a header 150 characters, a text 3,000, a field 2,000, 10 fields, 50 blocks.
package struct SlackMessage {
  private let alert: RaisedAlert
  private let accountName: String?

  /// - Parameter accountName: what the configuration calls the account.
  package init(_ alert: RaisedAlert, accountName: String?) {
    (self.alert, self.accountName) = (alert, accountName)
  }

  /// The JSON object that is posted.
  package var body: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      // What a notification shows, and what a client without blocks shows.
      writer.key("text")
      writer.value(slackText(summary, limit: 1_000))
      writer.key("mrkdwn")
      writer.value(false)
      writer.key("link_names")
      writer.value(false)
      writer.key("unfurl_links")
      writer.value(false)
      writer.key("unfurl_media")
      writer.value(false)
      writer.key("blocks")
      writer.array(blocks) { writer, block in block.write(to: &writer) }
    }
    return writer.bytes
  }

  private var heading: String { "\(alert.rule.level.name.uppercased()): \(alert.rule.title)" }

  private var summary: String {
    let who = ShownPrincipal.form(of: alert.event.principal)
    return "\(heading) - \(alert.event.action) by \(who) in \(account)"
  }

  private var account: String {
    accountName.map { "\($0) (\(alert.event.account))" } ?? alert.event.account
  }

  private var nextStep: String {
    let said = alert.rule.description
    return said.isEmpty
      ? "The rule does not say. Open the event, and ask who did it whether it was meant." : said
  }

  private var blocks: [SlackBlock] {
    var blocks: [SlackBlock] = [.header(heading), .fields(SlackFields(alert, account: account).all)]
    if let reason = alert.reason { blocks.append(.section("Why\n", reason)) }
    blocks.append(.section("What to do\n", nextStep))
    if let command = alert.openCommand { blocks.append(.section("Open it\n", command)) }
    blocks.append(.context(["event \(alert.event.eventID ?? "without an id")", "alert \(alert.id)"]))
    return blocks
  }
}
