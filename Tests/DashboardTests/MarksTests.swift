import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Marks")
struct MarksTests {
  /// The incident's AttachUserPolicy, the fourth event from the newest, and its record.
  private static let attach = Story.id(900_006)

  private func onAttach(columns: Int = 120, rows: Int = 40) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.down, .down, .down, .down)
    return screen
  }

  private func marked(_ screen: Screen) -> [EventRow.ID] { screen.model.marks.all.map(\.row.id) }

  /// The kept and removed marks that were handed out, in order.
  private func kept(_ screen: Screen) -> [Mark] {
    screen.said.compactMap { if case .keepMark(let mark) = $0 { mark } else { nil } }
  }

  @Test("m marks the selected event with its row and its record, and hands it out to be kept")
  func mark() throws {
    var screen = onAttach()
    screen.press(.character("m"))
    let mark = try #require(screen.model.marks.all.first)
    #expect(mark.row == screen.world.events.first { $0.id == Self.attach })
    #expect(mark.record == Array(try #require(screen.world.records[Self.attach]).utf8))
    #expect(mark.markedAt == Story.now)
    #expect(kept(screen) == [mark])
  }

  @Test("while the list follows, the newest event shown is marked")
  func newest() {
    var screen = Screen()
    screen.press(.character("m"))
    #expect(marked(screen) == [Story.id(900_009)])
  }

  @Test("in the details it is their event, whatever the list does")
  func shownEvent() {
    var screen = onAttach()
    screen.press(.enter)
    screen.press(.character("m"))
    #expect(marked(screen) == [Self.attach])
  }

  @Test("an event whose record is not at hand is marked at once, and kept when the record is there")
  func awaited() throws {
    var screen = Screen(columns: 80, rows: 24)
    let commands = update(&screen.model, .key(.character("m")))
    #expect(marked(screen) == [Story.id(900_009)])
    guard case .open(let request, let id) = try #require(commands.first) else {
      Issue.record("the record was not asked for")
      return
    }
    #expect(screen.model.awaited.contains(request))
    let told = update(&screen.model, .details(request: request, screen.world.details(id)))
    #expect(told == [.keepMark(try #require(screen.model.marks.all.first))])
    #expect(screen.model.marks.all.first?.record != nil)
    #expect(screen.model.awaited.contains(request) == false)
  }

  @Test("an event whose record cannot be read is kept without")
  func unreadable() throws {
    var screen = Screen(columns: 80, rows: 24)
    let commands = update(&screen.model, .key(.character("m")))
    guard case .open(let request, _) = try #require(commands.first) else { return }
    let told = update(&screen.model, .details(request: request, nil))
    #expect(told.count == 1)
    #expect(screen.model.marks.all.map(\.record) == [nil])
  }

  @Test("m on a marked event takes the mark away, and once more brings its note back")
  func toggled() {
    var screen = onAttach()
    screen.press(.character("m"), .character("M"), .character("n"))
    screen.type("kim's laptop")
    screen.press(.enter, .escape, .character("m"))
    #expect(marked(screen) == [])
    #expect(screen.said.last.map { if case .removeMark = $0 { true } else { false } } == true)
    screen.press(.character("m"))
    #expect(screen.model.marks.all.map(\.note) == ["kim's laptop"])
  }

  @Test("a marked event has a sign in the list, also when it is selected")
  func sign() {
    var screen = onAttach()
    screen.press(.character("m"))
    #expect(screen.lines.contains { $0.hasPrefix("▌▲◆14:01:07") })
    screen.press(.up)
    #expect(screen.lines.contains { $0.hasPrefix(" ▲◆14:01:07") })
  }

  @Test("a sign of ASCII where nothing else can be drawn")
  func asciiSign() {
    var settings = Story.settings()
    settings.glyphs = .ascii
    var screen = Screen(settings: settings)
    screen.press(.down, .character("m"))
    #expect(screen.lines.contains { $0.hasPrefix(">x*14:03:17") })
  }

  @Test("the page lists marks by the time of their events, whatever order they were set in")
  func order() {
    var screen = Screen()
    screen.press(.down, .character("m"), .down, .down, .down, .character("m"), .up, .character("m"))
    screen.press(.character("M"))
    let times = screen.lines.filter { $0.contains("11-01 14:0") }.map { String($0.dropFirst(9).prefix(8)) }
    #expect(times == ["14:01:07", "14:01:44", "14:03:17"])
  }

  @Test("the page opens on the event that was looked at")
  func opens() {
    var screen = Screen()
    screen.press(.down, .character("m"), .down, .down, .down, .character("m"), .character("M"))
    #expect(screen.model.marks.selected == Self.attach)
  }

  @Test("a note is written, changed and kept; escape leaves it as it was")
  func note() {
    var screen = onAttach()
    screen.press(.character("m"), .character("M"), .character("n"))
    screen.type("first q?")
    screen.press(.enter)
    #expect(kept(screen).last?.note == "first q?")
    #expect(screen.lines.contains { $0.contains("first q?") })
    screen.press(.character("n"), .control("u"))
    screen.type("second")
    screen.press(.escape)
    #expect(screen.model.marks.all.map(\.note) == ["first q?"])
    #expect(screen.model.overlay == .marks)
  }

  @Test("hostile text in a note stays text")
  func hostileNote() {
    var screen = onAttach()
    screen.press(.character("m"), .character("M"), .character("n"))
    screen.press(.paste("a\u{1B}[2J\u{202E}b\nc"))
    screen.press(.enter)
    #expect(screen.lines.contains { $0.contains("\u{1B}") || $0.contains("\u{202E}") } == false)
  }

  @Test("d takes the selected mark away, and the selection goes on to the next")
  func removal() {
    var screen = Screen()
    screen.press(.down, .character("m"), .down, .down, .down, .character("m"), .character("M"))
    screen.press(.character("d"))
    #expect(marked(screen) == [Story.id(900_009)])
    #expect(screen.model.marks.selected == Story.id(900_009))
    screen.press(.delete)
    #expect(screen.lines.contains { $0.contains("no event is marked") })
    #expect(update(&screen.model, .key(.character("d"))) == [.bell])
  }

  @Test("enter goes to the event in the list, and holds it")
  func jump() {
    var screen = onAttach()
    screen.press(.character("m"), .character("g"), .character("M"), .enter)
    #expect(screen.model.overlay == nil)
    #expect(screen.model.focus == .events)
    #expect(screen.model.events.selectedRow?.id == Self.attach)
  }

  @Test("an event far down the list is gone to as well")
  func jumpFar() {
    var screen = Screen()
    screen.press(.character("G"), .character("m"))
    let oldest = screen.model.events.selected
    screen.press(.character("g"), .character("M"), .enter)
    #expect(screen.model.events.selectedRow?.id == oldest)
  }

  @Test("a filter that hides the event is taken off, and that is said")
  func jumpThroughFilter() {
    var screen = onAttach()
    screen.press(.character("m"), .character("/"))
    screen.type("is:error")
    screen.press(.enter, .character("M"), .enter)
    #expect(screen.model.events.selectedRow?.id == Self.attach)
    #expect(screen.model.filter.predicate == nil)
    #expect(screen.lines.last?.contains("they were taken off") == true)
  }

  @Test("a filter that does not hide the event stays")
  func jumpWithFilter() {
    var screen = onAttach()
    screen.press(.character("m"), .character("g"), .character("/"))
    screen.type("is:write")
    screen.press(.enter, .character("M"), .enter)
    #expect(screen.model.events.selectedRow?.id == Self.attach)
    #expect(screen.model.filter.text == "is:write")
  }

  @Test("an event that is no longer held is said to be gone, and the page shows the mark's own copy")
  func jumpToNothing() {
    var screen = onAttach()
    screen.press(.character("m"))
    screen.world.events.removeAll { $0.id == Self.attach }
    screen.arrive([])
    screen.press(.character("M"), .enter)
    #expect(screen.model.overlay == .marks)
    #expect(screen.lines.last?.contains("no longer held") == true)
    #expect(screen.lines.contains { $0.contains("AdministratorAccess") })
    #expect(screen.model.events.selected != Self.attach)
  }

  @Test("with no event there is nothing to mark")
  func nothing() {
    var screen = Screen(World())
    #expect(update(&screen.model, .key(.character("m"))) == [.bell])
  }

  @Test("the wheel moves through the marks")
  func wheel() {
    var screen = Screen()
    screen.press(.down, .character("m"), .down, .down, .down, .character("m"), .character("M"))
    screen.press(.mouse(MouseEvent(x: 5, y: 5, action: .wheelDown)))
    #expect(screen.model.marks.selected == Story.id(900_009))
  }
}
