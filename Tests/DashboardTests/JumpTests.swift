import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Jumping through the events")
struct JumpTests {
  /// The time of the selected event, as the world knows it.
  private func selectedTime(_ screen: Screen) -> Timestamp? {
    screen.world.events.first { $0.id == screen.model.events.selected }?.time
  }

  @Test("the alert before is selected, and the list held there")
  func previousAlert() {
    var screen = Screen()
    screen.press(.character("<"))
    #expect(screen.model.events.selected == Story.id(900_008), "the newest alert stopped the trail")
    screen.press(.character("<"))
    #expect(screen.model.events.selected == Story.id(900_006))
    #expect(screen.lines.contains { $0.contains("Events  held  4 of 2,873") })
  }

  @Test("a muted alert is passed over")
  func muted() {
    var screen = Screen()
    screen.model.decided = [
      AlertDecision(
        scope: AlertScope(rule: "trail-stopped"), kind: .muted(until: nil), reason: "", decidedAt: Story.now)
    ]
    screen.press(.character("<"))
    #expect(screen.model.events.selected == Story.id(900_006))
    screen.press(.character(">"))
    #expect(screen.said == [.bell] && screen.model.events.selected == Story.id(900_006))
  }

  @Test("forth and back again")
  func forthAndBack() {
    var screen = Screen()
    screen.press(.character("<"), .character("<"), .character("<"), .character(">"))
    #expect(screen.model.events.selected == Story.id(900_006))
    screen.press(.character(">"), .character(">"))
    #expect(screen.model.events.selected == Story.id(900_008))
    #expect(screen.said == [.bell], "there is no alert after the newest")
  }

  @Test("an error far outside of the rows known is found and shown in the middle of the pane")
  func farError() throws {
    var screen = Screen()
    screen.press(.character("G"))
    let oldest = try #require(selectedTime(screen))
    screen.press(.character("."))
    let errors = screen.world.events.filter { $0.isError && $0.time > oldest }
    #expect(selectedTime(screen) == errors.map(\.time).min())
    screen.press(.character("g"), .character(","), .character("}"))
    let known = screen.model.events.list.rows.count
    #expect(known < screen.world.events.count)
    for _ in 0..<40 { screen.press(.character(",")) }
    let older = screen.world.list(EventListRequest(limit: .max)).rows.filter(\.isError)
    #expect(screen.model.events.selected == older[40].id)
    let height = screen.model.height(of: .events)
    #expect(screen.model.events.visible(height: height).contains { $0.id == older[40].id })
  }

  @Test("every alert of a world is visited in order, and none twice")
  func everyAlert() {
    var screen = Screen(columns: 80, rows: 24)
    var seen: [EventRow.ID] = []
    while !screen.said.contains(.bell) {
      screen.press(.character("<"))
      if let id = screen.model.events.selected, seen.last != id { seen.append(id) }
    }
    let alerts = screen.world.list(EventListRequest(limit: .max)).rows.filter { $0.severity != nil }
    #expect(seen == alerts.map(\.id))
  }

  @Test("an hour back, a day back, an hour on")
  func distances() throws {
    var screen = Screen()
    screen.press(.down, .character("("))
    let first = try #require(screen.world.list(EventListRequest(limit: 1)).rows.first?.time)
    let hour = try #require(selectedTime(screen))
    let away = screen.world.events.map(\.time).filter { first.milliseconds - $0.milliseconds >= 3_600_000 }
    #expect(hour == away.max())
    screen.press(.character("{"))
    #expect(selectedTime(screen) == screen.world.events.map(\.time).min(), "the day has no more")
    screen.press(.character(")"))
    #expect(try #require(selectedTime(screen)) > (screen.world.events.map(\.time).min() ?? Story.now))
  }

  @Test("a jump works from a table, which keeps the focus, and stays inside what it narrows to")
  func narrowed() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.down, .character(","))
    #expect(screen.model.focus == .accounts)
    let account = screen.model.state(of: .accounts).selected
    let errors = screen.world.list(EventListRequest(limit: .max)).rows.filter {
      $0.isError && ExactString($0.account) == account
    }
    #expect(screen.model.events.selected == errors.first?.id)
  }

  @Test("the end is reached again by its key after moving away from it")
  func oldestAgain() {
    var screen = Screen()
    screen.press(.character("G"))
    let oldest = screen.model.events.selected
    screen.press(.up, .up, .character("G"))
    #expect(screen.model.events.selected == oldest)
  }

  @Test("keys pressed faster than the store answers are carried out one after another")
  func queued() {
    var model = Screen().model
    let world = Story.world
    let first = update(&model, .key(.character("<")))
    #expect(update(&model, .key(.character("<"))).isEmpty)
    model.settle(first, by: world.answers)
    #expect(model.events.selected == Story.id(900_006))
  }

  @Test("an answer about a list that is no longer looked at moves nothing")
  func late() {
    var model = Screen().model
    let asked = update(&model, .key(.character("<")))
    model.filter = FilterBar()
    _ = model.filter.set("is:error", now: Story.now)
    model.settle(asked, by: Story.world.answers)
    #expect(model.events.isFollowing)
  }
}
