import Audit
import CloudTrail
import Query
import Seeded
import Terminal
import Testing

@testable import Dashboard

@Suite("The timeline's cursor and brush")
struct BrushTests {
  private func title(_ screen: Screen) -> String { screen.lines[1] }

  private func window(_ from: Int64, _ until: Int64) -> TimeWindow {
    TimeWindow(since: Moments.at(from), until: Moments.at(until))
  }

  private func right(_ screen: inout Screen, _ times: Int) {
    for _ in 0..<times { screen.press(.right) }
  }

  @Test("back-tab from the events leads to the timeline")
  func focus() { #expect(Moments.screen().model.focus == .timeline) }

  @Test("the cursor begins at the end, and the title says what its column holds")
  func cursor() {
    var screen = Moments.screen()
    #expect(title(screen).contains("━ Activity  14:01:39-14:01:40  0 events  0 errors  0 with alerts"))
    screen.press(.home)
    #expect(title(screen).contains("━ Activity  14:00:00-14:00:01  1 event  0 errors  0 with alerts"))
    right(&screen, 50)
    #expect(title(screen).contains("━ Activity  14:00:50-14:00:51  1 event  1 error  1 with alerts"))
    screen.press(.left)
    #expect(title(screen).contains("14:00:49-14:00:50  0 events"))
    #expect(title(screen).contains("10 events  2 errors  1 alert ━"), "the totals stay beside it")
  }

  @Test("the cursor begins at the event that is selected")
  func selected() {
    var screen = Moments.screen()
    screen.press(.tab, .down, .down, .backTab)
    #expect(title(screen).contains("14:01:20-14:01:21"))
  }

  @Test("the cursor stops at the ends of what there is")
  func ends() {
    var screen = Moments.screen()
    screen.press(.right)
    screen.press(.home, .left)
    #expect(screen.said == [.bell, .bell])
  }

  @Test("a brush narrows every pane but the timeline and the header, at once")
  func narrows() {
    var screen = Moments.screen()
    screen.press(.home, .character("v"))
    right(&screen, 20)
    #expect(screen.model.brush.window == window(0, 21))
    #expect(title(screen).contains("brush 14:00:00-14:00:21  3 events  1 error  0 with alerts"))
    #expect(screen.model.events.list.total == 3)
    #expect(screen.model.state(of: .accounts).rows.map(\.events) == [3])
    #expect(screen.model.state(of: .principals).rows.map(\.events).reduce(0, +) == 3)
    #expect(screen.model.state(of: .actions).rows.map(\.events) == [3])
    #expect(screen.model.state(of: .alerts).rows.isEmpty)
    #expect(screen.model.slot(.timeline).totals.events == 10)
    #expect(screen.model.slot(.header).totals.events == 10)
    #expect(screen.lines.last?.contains("▹ 14:00:00-14:00:21") == true)
  }

  @Test("a brush goes either way, and shrinks as the cursor comes back")
  func eitherWay() {
    var screen = Moments.screen()
    screen.press(.home)
    right(&screen, 50)
    screen.press(.character("v"), .left, .left, .left)
    #expect(screen.model.brush.window == window(47, 51))
    screen.press(.right, .right)
    #expect(screen.model.brush.window == window(49, 51))
  }

  @Test("pressed again the key ends the brush, which stays while the cursor goes on")
  func ended() {
    var screen = Moments.screen()
    screen.press(.home, .character("v"), .right, .right, .character("v"), .right, .right)
    #expect(screen.model.brush.window == window(0, 3))
    #expect(screen.model.events.list.total == 1)
  }

  @Test("escape takes the brush back, from the timeline and from any other pane")
  func escape() {
    var screen = Moments.screen()
    screen.press(.home, .character("v"), .right, .escape)
    #expect(screen.model.brush.window == nil)
    #expect(screen.model.events.list.total == 10)
    screen.press(.character("v"), .right, .tab)
    #expect(screen.model.focus == .events)
    screen.press(.escape)
    #expect(screen.model.brush.window == nil)
    #expect(screen.model.events.list.total == 10)
  }

  @Test("enter zooms into the brush, escape out again")
  func zoom() {
    var screen = Moments.screen()
    screen.press(.home, .character("v"))
    right(&screen, 20)
    screen.press(.enter)
    #expect(screen.model.window == window(0, 21))
    #expect(screen.model.brush.window == nil)
    #expect(screen.model.slot(.timeline).totals.events == 3)
    #expect(screen.lines.last?.contains("▸ 14:00:00-14:00:21") == true)
    screen.press(.escape)
    #expect(screen.model.window == Moments.window)
  }

  @Test("without a brush enter zooms into the cursor's column, down to a second and no further")
  func zoomColumn() {
    var screen = Moments.screen()
    screen.press(.home, .right, .enter)
    #expect(screen.model.window == window(1, 2))
    screen.press(.enter)
    #expect(screen.said == [.bell])
  }

  @Test("the key begins a brush from any pane, which then is the timeline")
  func fromElsewhere() {
    var screen = Moments.screen()
    screen.press(.tab, .down, .character("v"), .left)
    #expect(screen.model.focus == .timeline)
    #expect(screen.model.brush.window == window(89, 91))
  }

  @Test("a brush up to the end of a window that goes on goes on too")
  func live() {
    var screen = Moments.screen(window: TimeWindow(since: Moments.start))
    screen.press(.left, .character("v"), .right)
    #expect(screen.model.brush.window?.until == nil)
    let before = screen.model.events.list.total
    screen.arrive([Moments.event(99)])
    #expect(screen.model.events.list.total == before + 1)
  }

  @Test("the columns of the cursor and of the brush are marked by signs, not by colour alone")
  func marks() throws {
    var screen = Moments.screen()
    let pane = try #require(screen.model.layout.panes[.timeline])
    screen.press(.home, .right, .right)
    #expect(screen.canvas[pane.x + 10, pane.maxY - 1].text == "┴")
    #expect(screen.canvas[pane.x + 10, pane.y + 1].text == "│")
    screen.press(.character("v"), .right, .right, .right)
    let axis = (10...13).map { screen.canvas[pane.x + $0, pane.maxY - 1].text }.joined()
    #expect(axis == "└──┘")
    #expect(screen.canvas[pane.x + 11, pane.y + 1].style.background == .selection)
    #expect(screen.canvas[pane.x + 14, pane.y + 1].style.background == nil)
  }

  @Test("the brush's counts are those of its time, whatever is brushed in whatever world")
  func random() {
    var dice = SeededRandom(state: 8)
    for _ in 0..<25 {
      var world = World()
      world.rules = ["r": ("A rule", .high)]
      world.events = (0..<Int.random(in: 0..<60, using: &dice)).map { number in
        var event = Moments.event(
          Int.random(in: 0..<100, using: &dice), isError: Int.random(in: 0..<3, using: &dice) == 0,
          hasAlert: Int.random(in: 0..<5, using: &dice) == 0)
        event.id = Story.id(number)
        return event
      }
      var screen = Moments.screen(world)
      screen.press(.home)
      right(&screen, Int.random(in: 0..<99, using: &dice))
      screen.press(.character("v"))
      for _ in 0..<Int.random(in: 0..<60, using: &dice) {
        screen.press(Bool.random(using: &dice) ? .left : .right, .left)
      }
      guard let brushed = screen.model.brush.window, let since = brushed.since, let until = brushed.until
      else {
        Issue.record("no brush")
        return
      }
      let inside = world.events.filter { $0.time >= since && $0.time < until }
      #expect(screen.model.events.list.total == inside.count)
      let counts =
        "\(inside.count) event\(inside.count == 1 ? "" : "s")  \(inside.count { $0.isError }) error"
      #expect(title(screen).contains(counts), "\(title(screen))")
      #expect(title(screen).contains("  \(inside.count { $0.severity != nil }) with alerts"))
    }
  }
}
