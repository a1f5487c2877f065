import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Copying")
struct CopyingTests {
  private func copied(_ screen: Screen) -> [String] {
    screen.said.compactMap { if case .copy(let text) = $0 { text } else { nil } }
  }

  @Test(
    "y copies the selected row's whole key",
    arguments: [
      (Pane.accounts, "111122223333"), (.principals, "arn:aws:iam::333344445555:user/ana.torres"),
      (.actions, "iam:GetRole"), (.alerts, "admin-policy"),
    ])
  func key(pane: Pane, key: String) {
    var screen = Screen()
    screen.model.focus = pane
    screen.press(.down, .character("y"))
    #expect(copied(screen) == [key])
    #expect(screen.lines.last?.contains("sent to the terminal's clipboard: \(key)") == true)
  }

  @Test("without a selected row there is nothing to copy")
  func nothing() {
    var screen = Screen()
    screen.model.focus = .accounts
    #expect(update(&screen.model, .key(.character("y"))) == [.bell])
  }

  @Test("in the events y copies the record on one line of JSON")
  func record() {
    var screen = Screen()
    screen.press(.down, .down, .down, .down, .character("y"))
    #expect(copied(screen).count == 1)
    #expect(copied(screen).first?.hasPrefix(#"{"eventName":"AttachUserPolicy","userAgent":"#) == true)
  }

  @Test("a record that is not at hand is copied once it is")
  func awaited() {
    var screen = Screen(columns: 80, rows: 24)
    screen.press(.down, .down, .character("y"))
    #expect(copied(screen) == [#"{"eventName":"cloudtrail:StopLogging"}"#])
  }

  @Test("what acts on a terminal is copied as an escape, a key without it")
  func hostile() {
    var screen = Screen()
    screen.world.records[Story.id(900_009)] = "{\"a\":\"x\\u001b]0;y\\u0007\u{202E}z\\n\"}"
    screen.model.details.clear()
    screen.press(.down, .character("y"))
    #expect(copied(screen) == [#"{"a":"x\u001b]0;y\u0007\u202ez\u000a"}"#])
    screen.model.tables[.actions]?.selected = ExactString("iam:X\n\u{1B}[2J")
    screen.model.focus = .actions
    screen.press(.character("y"))
    #expect(copied(screen).last?.unicodeScalars.contains { $0.value < 0x20 } == false)
  }

  @Test("a record longer than terminals take is not copied, and that is said")
  func tooLong() {
    var screen = Screen()
    let long = String(repeating: "x", count: Clipboard.mostBytes)
    screen.world.records[Story.id(900_009)] = #"{"a":"\#(long)"}"#
    screen.model.details.clear()
    screen.press(.down, .character("y"))
    #expect(copied(screen) == [])
    #expect(screen.lines.last?.contains("75,0") == false)
    #expect(screen.lines.last?.contains("75 kB are more than terminals take (74 kB)") == true)
  }

  @Test("where the terminal has no clipboard it is said")
  func noClipboard() {
    var settings = Story.settings()
    settings.hasClipboard = false
    var screen = Screen(settings: settings)
    screen.press(.down, .character("y"))
    #expect(copied(screen) == [])
    #expect(screen.lines.last?.contains("this terminal has no clipboard") == true)
  }

  @Test("Y copies the filter as it was written when nothing else narrows")
  func filter() {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:error  OR is:write")
    screen.press(.enter, .character("Y"))
    #expect(copied(screen) == ["is:error  OR is:write"])
  }

  @Test("Y copies a filter that asks for the same events as the filter, the drill and the selection together")
  func narrowed() throws {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:write")
    screen.press(.enter)
    screen.model.focus = .accounts
    screen.press(.down, .enter, .right, .right, .down, .character("Y"))
    let text = try #require(copied(screen).first)
    let read = try FilterSyntax.predicate(from: text, now: Story.now)
    #expect(Optional(read) == screen.model.predicate(for: nil))
  }

  @Test("with nothing narrowed there is no filter to copy")
  func noFilter() {
    var screen = Screen()
    screen.press(.character("Y"))
    #expect(copied(screen) == [])
    #expect(screen.lines.last?.contains("no filter") == true)
  }

  @Test("the word in the status line goes after some seconds")
  func notice() {
    var screen = Screen()
    screen.press(.character("Y"))
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 7999)))
    #expect(screen.lines.last?.contains("no filter") == true)
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 8000)))
    #expect(screen.lines.last?.contains("no filter") == false)
  }
}
