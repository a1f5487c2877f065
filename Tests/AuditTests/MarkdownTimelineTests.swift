import CloudTrail
import Query
import Testing

@testable import Audit

@Suite("The report in Markdown")
struct MarkdownTimelineTests {
  private func line(_ clock: String, _ more: String = "") throws -> EventLine {
    let text = record("e-1", at: clock, more)
    let store = store([text], keepsDetails: true)
    let row = try #require(store.list(EventListRequest(limit: 1)).rows.first)
    return EventLine(row, record: Array(text.utf8))
  }

  private var names: [ExactString: String] { [ExactString("111122223333"): "prod_payments"] }

  @Test("its head says what was asked of which sources")
  func head() {
    var source = SourceHealth(source: "trail/*.gz")
    (source.state, source.error) = (.partial, "a [member] ends in its middle")
    let head = MarkdownTimeline.Head(
      title: "IAM activity", writtenAt: time("12:30:00"), sources: [source], filter: "is:write", events: 1204)
    #expect(
      MarkdownTimeline(accountNames: [:]).text(of: head) == """
        # IAM activity

        - written: 2026-11-01T12:30:00Z, by iamwatch
        - source: trail/\\*.gz, partial, a \\[member\\] ends in its middle
        - filter: is:write
        - events: 1,204

        """)
  }

  @Test("an event has its facts, its note and its record's digest")
  func event() throws {
    var report = MarkdownTimeline(accountNames: names)
    let line = try line(
      "12:00:00",
      #""errorCode":"AccessDenied","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"cli","readOnly":false,"requestParameters":{"userName":"bob"}"#
    )
    #expect(
      report.text(of: line, note: "who *is* bob?", digest: "00ff") == """

        ## 2026-11-01

        ### 12:00:00Z iam:GetUser

        > who \\*is\\* bob?

        - who: arn:aws:iam::111122223333:user/ana, IAMUser
        - account: prod\\_payments (111122223333)
        - region: us-east-1
        - target: bob
        - result: AccessDenied, write
        - from: 203.0.113.7, cli
        - eventID: e-1
        - SHA-256 of the record: `00ff`

        """)
  }

  @Test("a day stands above its first event only")
  func days() throws {
    var report = MarkdownTimeline(accountNames: [:])
    _ = report.text(of: try line("12:00:00"), note: "", digest: nil)
    #expect(report.text(of: try line("13:00:00"), note: "", digest: nil).contains("## 2026") == false)
  }

  @Test("no text of a record starts a line, markup or a link")
  func hostile() throws {
    var report = MarkdownTimeline(accountNames: [:])
    let line = try line(
      "12:00:00",
      #""userAgent":"\n# x <img src=http://a.b/c onerror=1> [l](https://evil.example) `c` www.evil.example","eventName":"A|B\n- c""#
    )
    let text = report.text(of: line, note: "\n## forged\u{1B}[2J", digest: nil)
    #expect(
      text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("-") || $0.hasPrefix(">") })
    #expect(text.split(separator: "\n").count { $0.hasPrefix("#") } == 2)
    #expect(text.contains("\u{1B}") == false)
    // What a backslash stands before is a sign of its own.
    let active = text.replacing(/\\./, with: "")
    for sign in ["<", ">", "[", "]", "`", "|", "&", "://", "www."] {
      let lines = active.split(separator: "\n").map { $0.hasPrefix("> ") ? $0.dropFirst(2) : $0 }
      #expect(!lines.contains { $0.contains(sign) }, "\(sign)")
    }
  }
}
