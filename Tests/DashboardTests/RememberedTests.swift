import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("The session that comes back")
struct RememberedTests {
  /// A new screen that takes up what `screen` remembers.
  private func restarted(_ screen: Screen, filter: String? = nil, keepsWindow: Bool = false) -> Screen {
    restarted(screen.model.remembered, filter: filter, keepsWindow: keepsWindow)
  }

  private func restarted(
    _ remembered: Remembered, filter: String? = nil, keepsWindow: Bool = false, marks: [Mark] = []
  ) -> Screen {
    var again = Screen()
    again.model = Model(settings: Story.settings(), columns: 120, rows: 40, now: Story.now)
    again.model.restore(remembered, keepsWindow: keepsWindow, marks: marks)
    let asked = again.model.start(filter: filter)
    again.model.settle(asked, by: again.world.answers)
    return again
  }

  private func left() -> Screen {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:write")
    screen.press(.enter, .character("/"), .control("u"))
    screen.type("is:error")
    screen.press(.enter)
    screen.model.focus = .actions
    screen.press(.character("s"), .character("S"), .character("t"))
    return screen
  }

  @Test("filter, history, orders, focus and tab are as they were")
  func whole() {
    let again = restarted(left()).model
    #expect(again.filter.text == "is:error")
    #expect(again.filter.predicate == .flag(.error))
    #expect(again.filter.history == ["is:write", "is:error"])
    #expect(again.state(of: .actions).order == left().model.state(of: .actions).order)
    #expect(again.state(of: .actions).order.isReversed)
    #expect(again.focus == .actions)
    #expect(again.tab == .actions)
    #expect(again.slot(.timeline).totals.events == 100)
  }

  @Test("what is remembered again is the same")
  func stable() {
    var expected = left().model.remembered
    // The theme comes with the settings, which the program makes.
    expected.settings["theme"] = "dark"
    #expect(restarted(left()).model.remembered == expected)
  }

  @Test("the theme is remembered for the program to begin with")
  func theme() { #expect(left().model.remembered.settings["theme"] == "light") }

  @Test("a filter that is asked for wins over the one that was left")
  func flag() {
    #expect(restarted(left(), filter: "is:read").model.filter.text == "is:read")
    #expect(restarted(left(), filter: "").model.filter.predicate == nil)
  }

  @Test("a zoom that ends somewhere comes back, one that is open does not")
  func zoom() {
    var screen = Screen()
    let window = TimeWindow(since: Story.ago(7200), until: Story.ago(3600))
    screen.model.zooms = [window]
    #expect(restarted(screen).model.window == window)
    screen.model.zooms = [TimeWindow(since: Story.ago(7200))]
    #expect(restarted(screen).model.zooms.isEmpty)
  }

  @Test("a window that is asked for leaves no room for the zoom")
  func window() {
    var screen = Screen()
    screen.model.zooms = [TimeWindow(since: Story.ago(7200), until: Story.ago(3600))]
    #expect(restarted(screen, keepsWindow: true).model.zooms.isEmpty)
  }

  @Test("that something narrows from the start is said")
  func notice() {
    #expect(restarted(left()).lines.last?.contains("--fresh starts anew") == true)
    #expect(restarted(Screen()).lines.last?.contains("--fresh") == false)
  }

  @Test("marks come back with the screen")
  func marks() {
    let row = Story.world.events[0]
    let mark = Mark(row: row, record: nil, note: "n", markedAt: Story.now)
    #expect(restarted(Remembered(), marks: [mark]).model.marks.all == [mark])
  }

  @Test(
    "what makes no sense is passed over",
    arguments: [
      ["filter": "is:purple ("], ["focus": "details"], ["focus": "nowhere"], ["tab": ""],
      ["sort.alerts": "accounts"],
      ["sort.actions": ""], ["zoom": "5"], ["zoom": "9 5"], ["zoom": "a b"],
      ["zoom": "99999999999999999999 1"],
      ["unknown": "x"],
    ])
  func nonsense(settings: [String: String]) {
    let again = restarted(Remembered(settings: settings)).model
    #expect(again.remembered == Screen().model.remembered)
  }
}
