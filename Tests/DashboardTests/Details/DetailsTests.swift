import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("The details of an event")
struct DetailsTests {
  /// The screen with the incident's AttachUserPolicy, its fourth event from the newest, open.
  private func open(columns: Int = 120, rows: Int = 40) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.down, .down, .down, .down, .enter)
    return screen
  }

  @Test("they read as a sentence")
  func sentence() throws {
    let text = open().model.details.lines.map {
      $0.label.isEmpty ? "      \($0.text)" : "\($0.label) \($0.text)"
    }
    #expect(
      text == [
        "who user/backup-svc   IAMUser", "      key AKIAEXAMPLE7Q4T", "did iam:AttachUserPolicy   write, ok",
        "to user/tmp-admin   sandbox-kim   us-east-1", "with AdministratorAccess   ▲ allows *:*",
        "from 203.0.113.9   aws-cli/2.15.0",
        "when 2026-11-01T14:01:07Z", "why ▲ Admin policy attached to a user   critical", "next Detach it.",
        "      Request", "      userName: tmp-admin",
        "      policyArn: arn:aws:iam::aws:policy/AdministratorAcce",
        "      ss", "      tags: ", "        - ", "          key: a", "          value: 1", "        - {}",
      ])
  }

  @Test("under a correlation's title stands why it alerted, and nothing in it acts on a terminal")
  func why() throws {
    var screen = open()
    var details = try #require(screen.model.details.shown)
    details.rules[0].why = [
      "3 events of userAgent \u{1B}]0;a\u{7}\nb within 40 s", "2 events of userAgent c",
    ]
    screen.model.details.want(details.row.id, request: 77)
    screen.model.details.take(details, request: 77)
    screen.send(.tick(Story.now))
    let lines = screen.model.details.lines
    let title = try #require(lines.firstIndex { $0.label == "why" })
    #expect(
      lines[(title + 1)...(title + 2)].map(\.text)
        == [
          "3 events of userAgent \(sanitised("\u{1B}]0;a\u{7}\nb")) within 40 s", "2 events of userAgent c",
        ])
    #expect(screen.lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test("a long user agent is cut, and stands whole in the context")
  func agent() {
    let agent = String(repeating: "aws-sdk/1.0 ", count: 20)
    var world = Cases.denied
    world.records[world.events[0].id] = #"{"userAgent":"\#(agent)"}"#
    let text = Screen.opened(world, columns: 400).details
    #expect(text.contains { $0.hasPrefix("from ") && $0.hasSuffix("…") })
    #expect(text.contains("userAgent: \(agent)"))
  }

  @Test("r shows the raw record and the sentence again")
  func raw() {
    var screen = open()
    let sentence = screen.model.details.lines
    screen.press(.character("r"))
    #expect(
      screen.model.details.lines.map(\.text).joined().contains(
        #"  "requestParameters": {    "userName": "tmp-admin","#))
    screen.press(.character("r"))
    #expect(screen.model.details.lines == sentence)
  }

  @Test("they scroll no further than their last line")
  func scroll() {
    var screen = open(columns: 80, rows: 24)
    screen.press(.character("G"))
    let height = screen.model.height(of: .details)
    #expect(screen.model.details.scrolled == screen.model.details.lines.count - height)
    screen.press(.down, .pageDown)
    #expect(screen.model.details.scrolled == screen.model.details.lines.count - height)
    screen.press(.character("g"))
    #expect(screen.model.details.scrolled == 0)
  }

  @Test("an event that is no longer kept is said to be gone")
  func gone() {
    var screen = open()
    let id = screen.model.details.wanted
    screen.world.events.removeAll { $0.id == id }
    screen.model.details.clear()
    screen.send(.tick(Story.now))
    #expect(screen.lines.contains { $0.contains("this event is no longer kept") })
  }

  @Test("while the list follows, the details change at most once a second")
  func calm() {
    var screen = Screen()
    let first = screen.model.details.shown?.row.id
    let event = EventRow(
      id: Story.id(3_000_000), time: Timestamp(milliseconds: Story.now.milliseconds + 10), account: "a",
      principal: "p",
      principalType: "t", action: "iam:X")
    screen.arrive([event])
    #expect(screen.model.details.shown?.row.id == first)
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 1000)))
    #expect(screen.model.details.shown?.row.id == event.id)
  }

  @Test("the screen of --once is the screen of a model that has its answers")
  func headless() {
    let canvas = snapshotCanvas(
      settings: Story.settings(), columns: 120, rows: 40, now: Story.now, health: Story.health,
      answers: Story.world.answers)
    #expect(canvas == Screen().canvas)
  }
}
