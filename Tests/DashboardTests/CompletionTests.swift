import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Completing a filter")
struct CompletionTests {
  private func open(_ text: String, settings: Settings = Story.settings()) -> Screen {
    var screen = Screen(settings: settings)
    screen.press(.character("/"))
    screen.type(text)
    return screen
  }

  private func text(_ screen: Screen) -> String? { screen.model.filter.editor?.text }

  private func shown(_ screen: Screen) -> [String] { screen.model.suggestions?.lines.map(\.text) ?? [] }

  @Test("a field is offered with its meaning, and its values as soon as it is written")
  func field() {
    var screen = open("princ")
    #expect(screen.model.suggestions?.lines.first?.note == "who: role/Deploy, user/kim, root, or the ARN")
    screen.press(.tab)
    #expect(text(screen) == "principal:")
  }

  @Test("the only candidate is taken, and the next tab goes on behind it")
  func onward() {
    var screen = open("sess")
    screen.press(.tab)
    #expect(text(screen) == "session:")
    #expect(screen.model.suggestions?.title == "Values of session")
    screen.press(.tab)
    #expect(text(screen)?.hasPrefix("session:session-") == true)
  }

  @Test("values come with the events that have them, the most first")
  func values() {
    let screen = open("error:")
    #expect(shown(screen) == ["AccessDenied"])
    let wanted = screen.world.events.count { $0.errorCode == "AccessDenied" }
    #expect(screen.model.suggestions?.lines.first?.right == "\(wanted)")
  }

  @Test("an account is found by its name and by its id, and written as it was looked for")
  func accounts() {
    var byName = open("account:SEARCH")
    byName.press(.tab)
    #expect(text(byName) == "account:prod-search")
    var byID = open("account:222233334")
    byID.press(.tab)
    #expect(text(byID) == "account:222233334444")
  }

  @Test("tab and shift-tab go round the candidates")
  func cycle() {
    var screen = open("is:")
    var seen: [String] = []
    for _ in EventFlag.allCases {
      screen.press(.tab)
      seen.append(text(screen) ?? "")
    }
    #expect(seen == EventFlag.allCases.map { "is:\($0.rawValue)" })
    screen.press(.tab)
    #expect(text(screen) == seen.first)
    screen.press(.backTab)
    #expect(text(screen) == seen.last)
  }

  @Test("a completion narrows at once")
  func narrows() {
    var screen = open("is:den")
    screen.press(.tab)
    #expect(screen.model.eventsQuestion?.predicate == .flag(.denied))
  }

  @Test(
    "backspace and escape take a completion back, escape again the filter",
    arguments: [Key.backspace, .escape])
  func undo(key: Key) {
    var screen = open("act")
    screen.press(.tab, key)
    #expect(text(screen) == "act")
    screen.press(.escape)
    #expect(screen.model.filter.editor == nil)
  }

  @Test("typing on goes on behind the completion")
  func typeOn() {
    var screen = open("act")
    screen.press(.tab, .character("x"), .backspace)
    #expect(text(screen) == "action:")
  }

  @Test("only the word at the cursor is replaced")
  func inside() {
    var screen = open("is:write acc prod")
    screen.press(.left, .left, .left, .left, .left, .tab)
    #expect(text(screen) == "is:write account: prod")
  }

  @Test("a value that is not a plain word is quoted, one typed in quotes too")
  func quoted() {
    var world = Story.world
    world.events[0].session = "night shift (two)*"
    for typed in ["session:night", "session:\"night sh"] {
      var screen = Screen(world)
      screen.press(.character("/"))
      screen.type(typed)
      screen.press(.tab)
      #expect(text(screen) == "session:\"night shift (two)*\"")
      #expect(screen.model.filter.error == nil)
    }
  }

  @Test("saved filters, words of is and paths are offered where a term begins")
  func terms() {
    var settings = Story.settings()
    settings.savedFilters = [SavedFilter(name: "denied-ci", text: "is:denied")]
    #expect(shown(open("den", settings: settings)) == ["is:denied", "@denied-ci"])
    #expect(shown(open("@den", settings: settings)) == ["@denied-ci"])
    #expect(shown(open("policyA")) == ["requestParameters.policyArn:"])
  }

  @Test("paths are offered where no shorter name fits")
  func paths() {
    #expect(shown(open("acc")) == ["account:"])
    #expect(shown(open("accessKeyI")).first == "requestParameters.accessKeyId:")
  }

  @Test("rules are offered by their ids, with their titles")
  func rules() {
    let screen = open("rule:trail")
    #expect(screen.model.suggestions?.lines.first?.note == "CloudTrail stopped")
  }

  @Test("within brackets behind a field its values are offered")
  func brackets() {
    var screen = open("action:(iam:CreateUser OR attach")
    screen.press(.tab)
    #expect(text(screen) == "action:(iam:CreateUser OR iam:AttachUserPolicy")
  }

  @Test("nothing is offered before anything is typed, but on tab")
  func empty() {
    var screen = open("")
    #expect(screen.model.suggestions == nil)
    screen.press(.tab)
    #expect(text(screen) == "account:")
  }

  @Test("what stands in the line already is not offered")
  func done() { #expect(open("is:denied").model.suggestions == nil) }

  @Test("an answer that is no longer waited for changes nothing")
  func late() {
    var screen = open("error:")
    let before = shown(screen)
    screen.send(.values(request: 1, .init()))
    #expect(shown(screen) == before)
  }

  @Test("a click takes the line clicked on")
  func click() throws {
    var screen = open("is:")
    let y = try #require(screen.lines.firstIndex { $0.contains("failed for want of a permission") })
    screen.press(.mouse(MouseEvent(x: 4, y: y, action: .press, button: .left)))
    #expect(text(screen) == "is:denied")
  }
}

@Suite("Counting that takes its time")
struct CountingTests {
  /// A screen whose filter was typed and whose answers have not come.
  private func waiting(columns: Int = 120, rows: Int = 40) -> (screen: Screen, commands: [Command]) {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("/"))
    var commands: [Command] = []
    for key in "is:error" { commands += update(&screen.model, .key(.character(key))) }
    return (screen, commands)
  }

  @Test("the bar says that it is counting, and never the number of the filter before")
  func bar() {
    let (screen, _) = waiting()
    #expect(screen.lines[39].contains("counting…"))
    #expect(!screen.lines[39].contains("2,873"))
  }

  @Test("for a moment the panes stand still, then they say that they are counting")
  func panes() {
    var (screen, _) = waiting()
    #expect(screen.lines[1].contains("2,873 events"))
    let late = update(&screen.model, .overdue(screen.model.awaited))
    #expect(late.isEmpty)
    #expect(screen.lines[1].contains("counting…") && !screen.lines[1].contains("2,873"))
    #expect(screen.lines.contains { $0.contains("Events  following  searching…") })
    // Of the tables the names stay, the numbers go.
    #expect(screen.lines[7].contains("prod-payments") && !screen.lines[7].contains("1,147"))
  }

  @Test("the answer ends it")
  func answered() {
    var (screen, commands) = waiting()
    _ = update(&screen.model, .overdue(screen.model.awaited))
    _ = screen.model.settle(commands, by: screen.world.answers)
    #expect(!screen.lines.joined().contains("counting") && !screen.lines.joined().contains("searching"))
    #expect(screen.lines[39].contains("100 events"))
  }

  @Test("events that come in do not make the same filter's numbers doubtful")
  func arriving() {
    var screen = Screen()
    _ = update(&screen.model, .batchArrived(events: 3))
    _ = update(&screen.model, .overdue(screen.model.awaited))
    #expect(screen.lines[1].contains("2,873 events"))
  }
}
