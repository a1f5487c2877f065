import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Exporting")
struct ExportTests {
  private func asked(_ screen: Screen) -> [ExportRequest] {
    screen.said.compactMap { if case .export(_, let request) = $0 { request } else { nil } }
  }

  @Test("e and enter write the view's snapshot under a name of its time")
  func plain() throws {
    var screen = Screen()
    screen.press(.character("e"), .enter)
    let request = try #require(asked(screen).first)
    #expect(request.kind == .snapshot)
    #expect(request.path == "iamwatch-20261101T140321Z.json")
    #expect(request.events == SummaryRequest())
    #expect(request.filter == nil)
    #expect(request.writtenAt == Story.now)
    #expect(screen.model.overlay == nil)
  }

  @Test("every kind can be chosen, and the name's ending goes along")
  func kinds() {
    for (steps, kind) in ExportRequest.Kind.allCases.enumerated() where !kind.isOfMarks {
      var screen = Screen()
      screen.press(.character("e"))
      for _ in 0..<steps { screen.press(.down) }
      screen.press(.enter)
      #expect(asked(screen).map(\.kind) == [kind])
    }
    var screen = Screen()
    screen.press(.character("e"), .down, .down, .down, .enter)
    #expect(asked(screen).map(\.path) == ["iamwatch-20261101T140321Z.md"])
  }

  @Test("up from the first is the last")
  func round() {
    var screen = Screen()
    screen.press(.character("e"), .up, .enter)
    #expect(asked(screen).map(\.kind) == [.picture])
  }

  @Test("the path may be another; its own ending stays")
  func path() {
    var screen = Screen()
    screen.press(.character("e"), .control("u"))
    screen.type("/tmp/q j.txt")
    screen.press(.down, .enter)
    #expect(asked(screen).map(\.path) == ["/tmp/q j.txt"])
  }

  @Test("an empty path is refused")
  func emptyPath() {
    var screen = Screen()
    screen.press(.character("e"), .control("u"))
    #expect(update(&screen.model, .key(.enter)) == [.bell])
    #expect(screen.model.overlay == .export)
  }

  @Test("what is asked for is the view: filter, drill, selection, zoom")
  func view() throws {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:write")
    screen.press(.enter, .down, .character("]"))
    screen.model.focus = .accounts
    screen.press(.down, .character("e"), .enter)
    let request = try #require(asked(screen).first)
    #expect(request.events.predicate == screen.model.predicate(for: nil))
    #expect(request.events.since == screen.model.window.since)
    let filter = try FilterSyntax.predicate(from: try #require(request.filter), now: Story.now)
    #expect(Optional(filter) == request.events.predicate)
  }

  @Test("a frozen screen exports what it shows")
  func frozen() throws {
    var screen = Screen()
    screen.press(.character(" "))
    screen.arrive([
      EventRow(
        id: Story.id(5_000_000), time: Story.now, account: "a", principal: "p", principalType: "t",
        action: "x:Y")
    ])
    screen.press(.character("e"), .enter)
    let request = try #require(asked(screen).first)
    #expect(screen.world.summary(request.events).totals.events == 2873)
  }

  @Test("escape writes nothing, and leads back to where one was")
  func cancelled() {
    var screen = Screen()
    screen.press(.down, .character("m"), .character("M"), .character("e"), .escape)
    #expect(asked(screen) == [])
    #expect(screen.model.overlay == .marks)
  }

  @Test("from the page of marks the marks are what is offered")
  func marks() throws {
    var screen = Screen()
    screen.press(.down, .character("m"), .character("M"), .character("e"), .enter)
    let request = try #require(asked(screen).first)
    #expect(request.kind == .markedTimeline)
    #expect(request.marks == screen.model.marks.all)
  }

  @Test("without a mark there is no report of marks")
  func noMarks() {
    var screen = Screen()
    screen.press(.character("e"), .down, .down, .down, .down, .enter)
    #expect(asked(screen) == [])
    #expect(screen.model.overlay == .export)
  }

  @Test("the picture is that of the screen without the page and without a word about it")
  func picture() {
    var screen = Screen()
    let before = screen.canvas
    screen.press(.character("Y"), .character("e"), .up)
    _ = update(&screen.model, .key(.enter))
    #expect(screen.canvas == before)
  }

  @Test("what was written is told with its size, and listed behind !")
  func written() {
    var screen = Screen()
    screen.send(.exported(request: 1, .written(path: "a-2.json", bytes: 12_400)))
    #expect(screen.lines.last == " written: a-2.json, 12 kB")
    #expect(screen.lines[0].contains("problem") == false)
    screen.press(.character("!"))
    #expect(screen.lines.contains("   14:03:21Z  a-2.json  12 kB"))
  }

  @Test("what could not be written is told, and is a problem")
  func failed() {
    var screen = Screen(columns: 160)
    screen.send(.exported(request: 1, .failed(path: "/x", reason: "No space left on device")))
    #expect(screen.lines.last == " /x was not written: No space left on device")
    #expect(screen.lines[0].contains("! 1 problem"))
    screen.press(.character("!"))
    #expect(screen.lines.contains("     the export was not written: No space left on device"))
  }

  @Test("a click chooses a kind")
  func click() throws {
    var screen = Screen()
    screen.press(.character("e"))
    let line = try #require(screen.lines.firstIndex { $0.hasPrefix("   SVG") })
    screen.press(.mouse(MouseEvent(x: 5, y: line, action: .press, button: .left)), .enter)
    #expect(asked(screen).map(\.kind) == [.picture])
  }
}
