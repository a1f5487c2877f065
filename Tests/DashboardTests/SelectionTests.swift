import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Selecting and following")
struct SelectionTests {
  private func event(_ number: Int) -> EventRow {
    EventRow(
      id: Story.id(2_000_000 + number), time: Timestamp(milliseconds: Story.now.milliseconds + Int64(number)),
      account: "333344445555", principal: "p", principalType: "AWSService", action: "sts:AssumeRole")
  }

  private func shown(_ screen: Screen) -> [EventRow.ID] {
    screen.model.events.visible(height: screen.model.height(of: .events)).map(\.id)
  }

  @Test("while nothing is selected new events come in at the top")
  func following() {
    var screen = Screen()
    screen.arrive([event(1)])
    #expect(shown(screen).first == event(1).id)
  }

  @Test("a selected event stays in its line while others come in above it")
  func holding() {
    var screen = Screen()
    screen.press(.down, .down, .down)
    let (selected, before) = (screen.model.events.selected, shown(screen))
    screen.arrive((1...300).map(event))
    #expect(screen.model.events.selected == selected)
    #expect(shown(screen) == before)
  }

  @Test("a badge counts what is new above a held view")
  func badge() {
    var screen = Screen()
    screen.press(.down, .down)
    screen.arrive([event(1), event(2)])
    screen.arrive([event(3)])
    #expect(screen.lines.contains { $0.contains("Events  held  5 of 2,876  +3 new") })
  }

  @Test("going to the top follows again and clears the badge")
  func resuming() {
    var screen = Screen()
    screen.press(.down, .down)
    screen.arrive([event(1)])
    screen.press(.character("g"))
    #expect(screen.model.events.isFollowing)
    #expect(shown(screen).first == event(1).id)
    #expect(screen.lines.contains { $0.contains("Events  following") })
  }

  @Test("above the newest event nothing is selected")
  func upAndOut() {
    var screen = Screen()
    screen.press(.down, .up)
    #expect(screen.model.events.isFollowing)
  }

  @Test("every event can be reached a page at a time, in order")
  func paging() {
    var screen = Screen(columns: 80, rows: 24)
    var seen: [EventRow.ID] = []
    for _ in 0..<400 {
      screen.press(.pageDown)
      for id in shown(screen) where !seen.contains(id) { seen.append(id) }
      if screen.model.events.selected == seen.last, seen.count == screen.world.events.count { break }
    }
    #expect(seen == screen.world.list(EventListRequest(limit: .max)).rows.map(\.id))
  }

  @Test("the last key selects the oldest event")
  func oldest() {
    var screen = Screen()
    screen.press(.character("G"))
    #expect(screen.model.events.selected == screen.world.list(EventListRequest(limit: .max)).rows.last?.id)
    #expect(
      screen.model.events.list.position + screen.model.events.list.rows.count == screen.world.events.count)
  }

  @Test("a selected event that a filter hides is let go")
  func hidden() {
    var screen = Screen()
    screen.press(.down, .down, .character("/"))
    screen.type("is:error")
    screen.press(.enter)
    #expect(screen.model.events.isFollowing)
  }

  @Test("a selected event that a filter keeps stays selected")
  func kept() {
    var screen = Screen()
    screen.press(.down)
    let selected = screen.model.events.selected
    screen.press(.character("/"))
    screen.type("is:error")
    screen.press(.enter)
    #expect(screen.model.events.selected == selected)
  }

  @Test("a table's selection stays with its key when the order changes")
  func anchoredRow() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.down, .down)
    let key = screen.model.state(of: .accounts).selected
    screen.press(.character("S"))
    #expect(screen.model.state(of: .accounts).selected == key)
    #expect(screen.model.state(of: .accounts).selectedIndex == 3)
  }

  @Test("the position above a table's first row selects nothing")
  func noSelection() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.down)
    #expect(screen.model.state(of: .accounts).selected != nil)
    screen.press(.up)
    #expect(screen.model.state(of: .accounts).selected == nil)
  }

  @Test("a selection stays while another one takes its row away")
  func absentRow() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.down)
    let payments = screen.model.state(of: .accounts).selected
    screen.model.tables[.actions]?.selected = ExactString("iam:CreateUser")
    screen.send(.tick(Story.now))
    #expect(screen.model.state(of: .accounts).selected == payments)
    #expect(screen.model.state(of: .accounts).selectedIndex == nil)
  }

  @Test("frozen, the screen stays as it is and counts what it misses")
  func frozen() {
    var screen = Screen()
    screen.press(.character(" "))
    let before = shown(screen)
    screen.arrive([event(1), event(2)])
    #expect(shown(screen) == before)
    #expect(screen.lines.first?.contains("frozen +2") == true)
    screen.press(.character("="))
    #expect(shown(screen).first == event(2).id)
  }

  @Test("frozen, nothing that comes in is shown whatever one looks at, also when it happened before")
  func frozenWhileMoving() {
    var screen = Screen()
    screen.press(.character(" "))
    let before = shown(screen)
    // CloudTrail delivers minutes late: what comes now happened before the screen was frozen.
    let late = EventRow(
      id: Story.id(3_000_000), time: Story.ago(50), account: "333344445555", principal: "p",
      principalType: "AWSService", action: "sts:AssumeRole")
    screen.arrive([late])
    screen.press(.down, .down, .character("g"), .character("s"))
    #expect(shown(screen) == before)
    #expect(screen.model.slot(.timeline).totals.events == 2873)
    screen.press(.character(" "))
    #expect(shown(screen).contains(late.id))
    #expect(screen.model.slot(.timeline).totals.events == 2874)
  }

  @Test("events held and frozen say both, and what was missed is new when the screen goes on")
  func thawing() {
    var screen = Screen()
    screen.press(.down, .down, .character(" "))
    #expect(screen.lines.contains { $0.contains("Events  frozen  2 of 2,873") })
    screen.arrive([event(1), event(2)])
    screen.press(.character(" "))
    #expect(screen.lines.contains { $0.contains("Events  held  4 of 2,875  +2 new") })
  }

  @Test("what comes in while the selection moves is counted too")
  func movingBadge() {
    var screen = Screen()
    screen.press(.down, .down)
    screen.world.events.append(event(1))
    // The answer to what the batch asked comes after the key.
    let asked = update(&screen.model, .batchArrived(events: 1))
    let more = update(&screen.model, .key(.down))
    screen.model.settle(asked + more, by: screen.world.answers)
    #expect(screen.model.events.newCount == 1)
  }

  @Test("a selected event that leaves the store gives the selection to its neighbour in time")
  func dropped() throws {
    var screen = Screen()
    screen.press(.character("G"), .up, .up)
    let line = screen.model.events.line
    // The oldest leave first.
    let order = screen.world.list(EventListRequest(limit: .max)).rows.map(\.id)
    let leaving = Set(order.suffix(100))
    screen.world.events.removeAll { leaving.contains($0.id) }
    screen.arrive([event(1)])
    #expect(screen.model.events.isFollowing == false)
    #expect(screen.model.events.selected == order[order.count - 101])
    #expect(screen.model.events.line <= line)
  }

  @Test("when all events near the selected one leave, the list stays held at the oldest that is left")
  func droppedFar() {
    var screen = Screen()
    screen.press(.character("G"))
    let order = screen.world.list(EventListRequest(limit: .max)).rows.map(\.id)
    let staying = Set(order.prefix(500))
    screen.world.events.removeAll { !staying.contains($0.id) }
    screen.arrive([event(1)])
    #expect(screen.model.events.selected == order[499])
  }

  @Test("a store that loses everything lets the list follow")
  func droppedAll() {
    var screen = Screen()
    screen.press(.down)
    screen.world.events = []
    screen.send(.batchArrived(events: 0))
    #expect(screen.model.events.isFollowing)
    #expect(screen.lines.contains { $0.contains("no events") })
  }

  @Test("a copy of the selected event with another time keeps the selection")
  func movedCopy() throws {
    var screen = Screen()
    screen.press(.down, .down, .down)
    let selected = try #require(screen.model.events.selected)
    let at = try #require(screen.world.events.firstIndex { $0.id == selected })
    screen.world.events[at].time = Story.ago(3600)
    screen.send(.batchArrived(events: 1))
    #expect(screen.model.events.selected == selected)
    #expect(shown(screen).contains(selected))
  }

  @Test("zooming in and out keeps the selected event")
  func zoomed() {
    var screen = Screen()
    screen.press(.pageDown, .pageDown, .down)
    let selected = screen.model.events.selected
    screen.press(.character("]"), .character("]"))
    #expect(screen.model.events.selected == selected)
    screen.press(.character("["), .character("["))
    #expect(screen.model.events.selected == selected)
    #expect(screen.model.events.newCount == 0)
  }

  @Test("a zoom shows more events above, which are not new")
  func zoomIsNotNews() {
    var screen = Screen()
    screen.press(.pageDown, .pageDown, .character("]"), .character("["))
    #expect(screen.model.events.newCount == 0)
    screen.arrive([event(1)])
    #expect(screen.model.events.newCount == 1)
  }

  @Test("before anything is known there is nothing to freeze")
  func freezeNothing() {
    var model = Model(settings: Story.settings(), columns: 80, rows: 24, now: Story.now)
    _ = model.start()
    #expect(update(&model, .key(.character(" "))) == [.bell])
    #expect(model.frozen == nil)
  }
}
