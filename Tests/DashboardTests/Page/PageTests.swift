import Audit
import CloudTrail
import Query
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Everything of one principal")
struct PageTests {
  private static let backup = ExactString(Story.user("555566667777", "backup-svc"))

  /// The page of the incident's principal, which the newest event is of.
  private func open(columns: Int = 120, rows: Int = 40) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("x"))
    return screen
  }

  @Test("the page at three sizes", arguments: [(80, 24), (120, 40), (200, 60)])
  func golden(columns: Int, rows: Int) throws {
    try check(open(columns: columns, rows: rows), "principal-\(columns)x\(rows)")
  }

  @Test("the page of a busy principal, a row selected")
  func busy() throws {
    var screen = Screen()
    screen.model.focus = .principals
    screen.press(.down, .character("x"), .down, .down)
    try check(screen, "principal-busy-120x40")
  }

  // MARK: Whose

  @Test("x is about the newest event's principal")
  func newest() { #expect(open().model.page?.principal == Self.backup) }

  @Test("or about the selected event's")
  func ofEvent() {
    var screen = Screen()
    for _ in 0..<10 { screen.press(.down) }
    let row = screen.model.events.selectedRow
    screen.press(.character("x"))
    #expect(screen.model.page?.principal.string == row?.principal)
    #expect(row?.principal != Self.backup.string)
  }

  @Test("or about the row selected in Principals")
  func ofRow() {
    var screen = Screen()
    screen.model.focus = .principals
    screen.press(.down, .down, .character("x"))
    #expect(screen.model.page?.principal == screen.model.state(of: .principals).selected)
  }

  @Test("without any event there is no page")
  func nobody() {
    var screen = Screen(World())
    screen.press(.character("x"))
    #expect(screen.model.page == nil)
    #expect(screen.said == [.bell])
  }

  // MARK: What it says

  @Test("the access key is masked")
  func masked() {
    let text = open().lines.joined(separator: "\n")
    #expect(text.contains("AKIA…7Q4T"))
    #expect(!text.contains("AKIAEXAMPLE"))
  }

  @Test("a short key stays whole") func short() { #expect(MaskedKey.form(of: "AKIA1234") == "AKIA1234") }

  @Test("roles taken on say where they lead")
  func reached() {
    #expect(open(columns: 80).lines.contains { $0.contains("prod-payments") && $0.contains("role/OrgAdmin") })
  }

  @Test("events that arrive are on it at once")
  func live() {
    var screen = open()
    #expect(screen.lines.contains { $0.contains("8 events") })
    screen.arrive([
      EventRow(
        id: Story.id(3_000_000), time: Story.now, account: "555566667777", principal: Self.backup.string,
        principalType: "IAMUser", action: "iam:DeleteUser", isWrite: true)
    ])
    #expect(screen.lines.contains { $0.contains("9 events") })
    #expect(screen.lines.contains { $0.contains("iam:DeleteUser 1") })
  }

  @Test("frozen, it stays as it is")
  func frozen() {
    var screen = open()
    screen.press(.character(" "))
    let before = screen.model.page?.profile
    screen.arrive([
      EventRow(
        id: Story.id(3_000_000), time: Story.now, account: "a", principal: Self.backup.string,
        principalType: "IAMUser", action: "iam:DeleteUser")
    ])
    #expect(screen.model.page?.profile == before)
  }

  @Test(
    "what is unusual about the time is said",
    arguments: [
      (UnusualTime.weekday(1), "never seen on a Monday before"),
      (.hour(3), "never seen between 3:00 and 4:00 UTC before"),
    ])
  func unusual(what: UnusualTime, text: String) {
    var screen = open()
    let (request, wanted) = (screen.model.page?.pending ?? 0, screen.model.page?.question)
    #expect(request == 0 && wanted != nil, "the answer is here")
    screen.send(.batchArrived(events: 0))
    var profile = screen.model.page?.profile
    profile?.unusual = what
    screen.model.page?.ask(wanted ?? ProfileRequest(principal: Self.backup), request: 9_999)
    screen.send(.profile(request: 9_999, profile))
    #expect(screen.lines.contains { $0.contains(text) })
  }

  @Test("a long list is cut to eight and shown whole on enter")
  func long() {
    var screen = Screen()
    screen.model.focus = .principals
    screen.press(.down, .character("x"))
    let addresses = screen.model.page?.profile?.addresses.total ?? 0
    #expect(addresses == 50)
    #expect(screen.model.sheet?.items.count { $0.list == .addresses } == 9)
    #expect(screen.lines.contains { $0.contains("42 more") })
    while screen.model.page?.selected != .more(.addresses), screen.said.isEmpty { screen.press(.down) }
    screen.press(.enter)
    #expect(screen.model.sheet?.items.count { $0.list == .addresses } == 50)
    #expect(screen.model.page != nil)
  }

  // MARK: Where it leads

  @Test("enter on any row narrows the dashboard to as many events as the row says, and closes the page")
  func follow() throws {
    let items = try #require(open().model.sheet).items
    #expect(items.count > 12)
    for placed in items {
      guard case .value(let list, let value) = placed.item, ![.keys, .agents, .roles].contains(list) else {
        continue
      }
      var screen = open()
      let profile = try #require(screen.model.page?.profile)
      let all = [
        profile.accounts, profile.addresses, profile.sessions, profile.writes, profile.reads,
      ].flatMap(\.first)
      let count = try #require(all.first { $0.value == value }).counts.events
      while screen.model.page?.selected != placed.item, screen.said.isEmpty { screen.press(.down) }
      screen.press(.enter)
      #expect(screen.model.page == nil)
      #expect(screen.model.events.list.total == count, "\(placed.item)")
    }
  }

  @Test(
    "a key, an agent, a session and a role become filters",
    arguments: [
      (PageList.keys, "key:=AKIA1"), (.agents, "agent:=AKIA1"), (.sessions, "session:=AKIA1"),
      (.addresses, "ip:=AKIA1"),
      (.roles, "requestParameters.roleArn:=AKIA1"),
    ])
  func filters(list: PageList, text: String) throws {
    let narrower = try #require(PageItem.value(list, ExactString("AKIA1")).narrower)
    guard case .filter(let predicate) = narrower else { throw Unexpected() }
    #expect("\(predicate)" == text)
    #expect(try FilterSyntax.predicate(from: text, now: Story.now) == predicate)
  }

  private struct Unexpected: Error {}

  @Test("b goes back to what was looked at before the page led on")
  func history() {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:error")
    screen.press(.enter, .character("x"), .down, .enter)
    #expect(screen.model.filter.text.isEmpty && screen.model.drills.count == 2)
    screen.press(.character("b"))
    #expect(screen.model.filter.text == "is:error" && screen.model.drills.isEmpty)
  }

  // MARK: Moving

  @Test("escape, q and x close it", arguments: [Key.escape, .character("q"), .character("x")])
  func close(key: Key) {
    var screen = open()
    let before = Screen().lines
    screen.press(key)
    #expect(screen.model.page == nil)
    #expect(screen.lines == before)
    #expect(screen.said.isEmpty)
  }

  @Test(
    "every item can be reached with the arrow, and is seen when it is",
    arguments: [(60, 12), (80, 24), (200, 60)])
  func reach(columns: Int, rows: Int) throws {
    var screen = open(columns: columns, rows: rows)
    let items = try #require(screen.model.sheet).items
    for placed in items {
      screen.press(.down)
      let page = try #require(screen.model.page)
      #expect(page.selected == placed.item)
      #expect((page.scrolled..<page.scrolled + screen.model.pageHeight).contains(placed.y))
      #expect(screen.lines.contains { $0.contains("▌") })
    }
    screen.press(.down)
    #expect(screen.said == [.bell])
  }

  @Test("tab goes from list to list")
  func lists() {
    var screen = open()
    var seen: [PageList] = []
    while screen.said.isEmpty {
      screen.press(.tab)
      if let selected = screen.model.page?.selected, case .value(let list, _) = selected { seen.append(list) }
    }
    #expect(seen.dropLast() == [.accounts, .roles, .keys, .addresses, .writes, .reads, .agents])
  }

  @Test("it scrolls no further than its last line")
  func scroll() throws {
    var screen = open(columns: 80, rows: 24)
    screen.press(.character("G"))
    let sheet = try #require(screen.model.sheet)
    #expect(screen.model.page?.scrolled == max(0, sheet.height - screen.model.pageHeight))
    screen.press(.pageDown, .pageDown, .character("g"))
    #expect(screen.model.page?.scrolled == 0)
  }

  @Test("a click selects a row, a second one follows it")
  func click() throws {
    var screen = open()
    let placed = try #require(screen.model.sheet?.items.first)
    let spot = MouseEvent(x: placed.x + 2, y: 2 + placed.y, action: .press, button: .left)
    screen.press(.mouse(spot))
    #expect(screen.model.page?.selected == placed.item)
    screen.press(.mouse(MouseEvent(x: spot.x, y: spot.y, action: .doubleClick, button: .left)))
    #expect(screen.model.page == nil && screen.model.drills.count == 2)
  }

  @Test("hostile names move no column and reach no terminal", arguments: [80, 120, 200])
  func hostile(columns: Int) {
    var world = World()
    for (number, name) in [
      "\u{1B}[31mred", "結제\u{202E}", "e\u{301}\u{302}", String(repeating: "長", count: 80),
    ].enumerated() {
      world.events.append(
        EventRow(
          id: Story.id(number), time: Story.ago(Int64(number)), account: name, principal: "\u{1B}p\u{202E}",
          principalType: name, session: name, action: name, sourceIP: name, target: name, isError: true))
    }
    var screen = Screen(world, columns: columns, rows: 40)
    screen.press(.character("x"))
    let text = screen.lines.joined()
    #expect(screen.model.page?.profile != nil)
    #expect(sanitised(text) == text)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
  }
}
