import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("The palette")
struct PaletteTests {
  private func open(_ typed: String = "", settings: Settings = Story.settings()) -> Screen {
    var screen = Screen(settings: settings)
    screen.press(.character(":"))
    screen.type(typed)
    return screen
  }

  private func titles(_ screen: Screen) -> [String] {
    screen.model.palette?.offers.map(\.entry.title) ?? []
  }

  @Test("every command is reached by its name", arguments: KeyCommand.allCases)
  func reachable(command: KeyCommand) {
    let screen = open(command.name)
    #expect(screen.model.palette?.chosenEntry?.action == .perform(command))
  }

  @Test("every command is explained, in the palette and in the help", arguments: KeyCommand.allCases)
  func explained(command: KeyCommand) throws {
    let entry = try #require(open(command.name).model.palette?.chosenEntry)
    #expect(!entry.note.isEmpty && !entry.keys.isEmpty)
    let help = HelpPage(.standard).rows(width: 400).joined().map(\.text)
    #expect(help.contains { $0.contains(entry.keys.split(separator: " ")[0]) && $0.contains(entry.note) })
  }

  @Test("a few letters and enter do what the key does")
  func run() {
    var screen = open("fulls")
    screen.press(.enter)
    #expect(screen.model.isFull)
    #expect(screen.model.palette == nil)
  }

  @Test("escape closes it and does nothing")
  func escape() {
    var screen = open("quit")
    screen.press(.escape)
    #expect(screen.model.palette == nil && screen.said.isEmpty)
  }

  @Test("down and up go through what is offered, round at the ends")
  func choose() {
    var screen = open("zoom")
    #expect(titles(screen).prefix(2) == ["zoom-in", "zoom-out"])
    screen.press(.down)
    #expect(screen.model.palette?.chosenEntry?.title == "zoom-out")
    screen.press(.up, .up)
    #expect(screen.model.palette?.chosenEntry?.title == titles(screen).last)
  }

  @Test("what no name fits is found by what it does")
  func note() { #expect(titles(open("paint everything")) == ["redraw"]) }

  @Test("what nothing fits is refused")
  func nothing() {
    var screen = open("qqqq")
    screen.press(.enter)
    #expect(screen.said == [.bell])
    #expect(screen.lines.contains { $0.contains("nothing of this name") })
  }

  @Test("a theme is put on by its name")
  func theme() {
    var screen = open("theme light")
    screen.press(.enter)
    #expect(screen.said == [.setTheme("light")])
    #expect(screen.model.theme == "light")
  }

  @Test("since looks at the time from a moment on, and zooming out takes it back")
  func since() {
    var screen = open("since 2h")
    screen.press(.enter)
    #expect(screen.model.window.since == Story.ago(7200))
    screen.press(.character("["))
    #expect(screen.model.window.since == nil)
  }

  @Test("goto selects the newest event that is not later than the moment")
  func goto() throws {
    var screen = open("goto 2026-11-01T14:01Z")
    screen.press(.enter)
    let row = try #require(screen.model.events.selectedRow)
    #expect(row.time <= Story.ago(141))
    let newer = screen.world.events.filter { $0.time > row.time && $0.time <= Story.ago(141) }
    #expect(newer.isEmpty)
  }

  @Test(
    "an argument that cannot be is refused, with what to write instead",
    arguments: [
      ("since soon", "90m"), ("goto ", "a time (2026-11-01T03:00Z)"), ("filter is:purple", "column 4"),
      ("save x", "no filter"),
    ])
  func wrong(typed: String, says: String) {
    var screen = open(typed)
    screen.press(.enter)
    #expect(screen.said == [.bell])
    #expect(screen.model.palette != nil)
    #expect(screen.lines.joined(separator: "\n").contains(says))
  }

  @Test("a word that wants an argument is written into the line, and waits for it")
  func argument() {
    var screen = open("since")
    screen.press(.enter)
    #expect(screen.model.palette?.editor.text == "since ")
    screen.type("1h")
    screen.press(.enter)
    #expect(screen.model.window.since == Story.ago(3600))
  }

  @Test("filter puts a filter in force and remembers it")
  func filter() {
    var screen = open("filter is:error")
    screen.press(.enter)
    #expect(screen.model.eventsQuestion?.predicate == .flag(.error))
    #expect(screen.model.filterHistory == ["is:error"])
  }

  @Test("an account is drilled into by its name")
  func account() {
    var screen = open("sandbox")
    screen.press(.enter)
    #expect(screen.model.drills.map(\.key) == [ExactString("555566667777")])
  }

  @Test("a table is sorted by a column")
  func sort() {
    var screen = open("sort errors")
    screen.press(.enter)
    #expect(screen.model.state(of: .principals).order == TableOrder(column: .errors))
  }

  @Test("a pane is looked at")
  func pane() {
    var screen = open("pane alerts")
    screen.press(.enter)
    #expect(screen.model.focus == .alerts)
  }

  @Test("a saved filter is put in force by its name, in the palette and in the bar")
  func saved() {
    var settings = Story.settings()
    settings.savedFilters = [SavedFilter(name: "wrong", text: "is:error")]
    var screen = open("@wr", settings: settings)
    screen.press(.enter)
    #expect(screen.model.eventsQuestion?.predicate == .flag(.error))
    screen.press(.character("/"), .control("u"))
    screen.type("-@wrong")
    #expect(screen.model.eventsQuestion?.predicate == .not(.flag(.error)))
  }

  @Test("the filter in force is kept under a name, for this session to remember")
  func save() {
    var screen = open("filter is:error")
    screen.press(.enter, .character(":"))
    screen.type("save wrong")
    screen.press(.enter)
    #expect(screen.model.sessionFilters == [SavedFilter(name: "wrong", text: "is:error")])
    screen.press(.character(":"))
    screen.type("@wrong")
    #expect(screen.model.palette?.chosenEntry?.action == .filter("@wrong"))
  }

  @Test("tab writes the chosen name into the line")
  func tab() {
    var screen = open("the")
    screen.press(.tab)
    #expect(screen.model.palette?.editor.text == "theme ")
    screen.press(.tab)
    #expect(screen.model.palette?.editor.text == "theme dark")
  }

  @Test("a click runs the line clicked on")
  func click() throws {
    var screen = open("zoom")
    let y = try #require(screen.lines.firstIndex { $0.contains("zoom-out") })
    screen.press(.mouse(MouseEvent(x: 4, y: y, action: .press, button: .left)))
    #expect(screen.model.palette == nil)
    #expect(screen.said == [.bell])  // There is no zoom to take back.
  }

  @Test("a key that was changed stands beside the command, and one without a key is reached still")
  func rebound() {
    var settings = Story.settings()
    settings.keymap =
      Keymap.standard.rebound([
        Rebinding(command: "freeze", keys: ["f9"]), Rebinding(command: "raw", keys: []),
      ]).keymap
    #expect(open("freeze", settings: settings).model.palette?.chosenEntry?.keys == "f9")
    #expect(open("raw", settings: settings).model.palette?.chosenEntry?.action == .perform(.raw))
  }

  @Test("it opens over the help, which it closes")
  func overHelp() {
    var screen = Screen()
    screen.press(.character("?"), .character(":"))
    #expect(screen.model.overlay == nil && screen.model.palette != nil)
  }
}
