import CloudTrail
import Query
import Testing

@testable import Notify

@Suite("A Slack message")
struct SlackMessageTests {
  private func message(
    _ changes: [String: String] = [:], id: String? = "e-1", title: String = "Administrator rights given",
    description: String = "Ask who it was."
  ) throws -> JSONDocument {
    let raised = try #require(alert(changes, id: id, by: try rule(title: title, description: description)))
    return try JSONDocument(parsing: SlackMessage(raised, accountName: "payments").body)
  }

  /// Every text object of a message: its type and its text.
  private func texts(_ message: JSONDocument) -> [(type: String, text: String)] {
    var found: [(String, String)] = []
    func look(_ view: JSONView) {
      if let type = view.member("type")?.text?.string, let text = view.member("text")?.text?.string {
        found.append((type, text))
      }
      view.forEachMember { _, inner in
        look(inner)
        return true
      }
      view.forEachElement { inner in
        look(inner)
        return true
      }
    }
    message.withView { look($0.member("blocks") ?? $0) }
    return found
  }

  @Test("says all that whoever is called out needs")
  func content() throws {
    let message = try message(["errorCode": #""AccessDenied""#, "errorMessage": #""not authorized""#])
    let fields = texts(message).map(\.text)
    for expected in [
      "HIGH: Administrator rights given", "Account\npayments (111122223333)",
      "Principal\narn:aws:iam::111122223333:user/alice", "Person\nalice",
      "Action\niam:AttachUserPolicy in us-east-1", "Target\nbob", "Address\n203.0.113.9",
      "User agent\naws-cli/2.15.0", "Error\nAccessDenied: not authorized", "Time\n2026-10-31T12:00:00Z",
      "Rule\nadmin-policy", "What to do\nAsk who it was.", "Open it\niamwatch tui --event e-1", "event e-1",
    ] {
      #expect(fields.contains(expected))
    }
  }

  @Test("says what to do next also where the rule does not")
  func nextStep() throws {
    let steps = texts(try message(description: "")).map(\.text).filter { $0.hasPrefix("What to do\n") }
    #expect(steps.count == 1)
    #expect(steps.first != "What to do\n")
  }

  @Test("has nothing in it that is markup, whatever the record says")
  func hostile() throws {
    let evil = #""<!channel> *bold* <https://evil.example|click> & :boom:""#
    let message = try message(
      [
        "userAgent": evil, "errorCode": evil, "errorMessage": evil, "eventName": evil,
        "sourceIPAddress": evil,
        "awsRegion": evil, "requestParameters": "{\"userName\":\(evil)}",
        "userIdentity": "{\"type\":\"IAMUser\",\"arn\":\(evil)}", "recipientAccountId": evil,
      ], id: "<@U123>")
    for (type, text) in texts(message) {
      #expect(type == "plain_text")
      #expect(!text.contains("<") && !text.contains(">"))
    }
    let summary = message.withView { $0.member("text")?.text?.string }
    #expect(summary?.contains("<") == false)
    #expect(message.withView { $0.member("mrkdwn")?.bool } == false)
  }

  @Test("keeps to Slack's limits, however long a record's texts are")
  func limits() throws {
    let long = String(repeating: "<&😀", count: 4000)
    let message = try message(
      ["userAgent": "\"\(long)\"", "errorMessage": "\"\(long)\"", "errorCode": "\"\(long)\""], id: long,
      title: long, description: long)
    let blocks = message.withView { view in
      var sizes: [String: Int] = [:]
      view.member("blocks")?.forEachElement { block in
        let text = block.member("text")?.member("text")?.text?.string
        sizes[block.member("type")?.text?.string ?? "", default: 0] += 1
        #expect((text ?? "").utf16.count <= (block.member("type")?.text?.string == "header" ? 150 : 3000))
        var fields = 0
        block.member("fields")?.forEachElement { field in
          fields += 1
          #expect((field.member("text")?.text?.string.utf16.count ?? 0) <= 2000)
          return true
        }
        #expect(fields <= 10)
        return true
      }
      return sizes
    }
    #expect(blocks["header"] == 1)
    #expect(blocks.values.reduce(0, +) <= 50)
  }
}
