import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Keys and where they lead")
struct StepsTests {
  @Test("tab goes round every pane and comes back")
  func tab() {
    var screen = Screen()
    var seen: [Pane] = []
    repeat {
      screen.press(.tab)
      seen.append(screen.model.focus)
    } while screen.model.focus != .events
    #expect(seen == [.details, .accounts, .principals, .actions, .alerts, .timeline, .events])
  }

  @Test("back-tab goes the other way")
  func backTab() {
    var screen = Screen()
    screen.press(.tab, .backTab)
    #expect(screen.model.focus == .events)
  }

  @Test("at 80 columns enter lays the details over the events, escape takes them away")
  func openNarrow() {
    var screen = Screen(columns: 80, rows: 24)
    #expect(screen.model.layout.panes[.details] == nil)
    screen.press(.down, .enter)
    #expect(screen.model.layout.panes[.details] != nil)
    #expect(screen.model.layout.panes[.events] == nil)
    #expect(screen.lines.contains { $0.hasPrefix(" who   user/backup-svc") })
    screen.press(.escape)
    #expect(screen.model.layout.panes[.events] != nil)
  }

  @Test("the details stay open when the screen becomes narrow")
  func narrowed() {
    var screen = Screen()
    screen.press(.down, .enter)
    screen.send(.resized(columns: 80, rows: 24))
    #expect(screen.model.focus == .details)
    #expect(screen.model.layout.panes[.details] != nil)
  }

  @Test("full screen gives the pane in focus all but header and status")
  func full() {
    var screen = Screen()
    screen.press(.character("f"))
    #expect(screen.model.layout.panes[.events] == Rect(x: 0, y: 1, width: 120, height: 37))
    screen.press(.escape)
    #expect(screen.model.layout.panes[.timeline] != nil)
  }

  @Test("q closes what lies on top, takes back a drill, then quits")
  func leaving() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.down, .enter, .character("?"), .character("q"))
    #expect(screen.model.overlay == nil)
    #expect(screen.model.drills.count == 1)
    screen.press(.character("q"))
    #expect(screen.model.drills.isEmpty)
    #expect(screen.said.isEmpty)
    screen.press(.character("q"))
    #expect(screen.said == [.quit])
  }

  @Test("zooming in halves the time around the selected event and zooming out gives it back")
  func zoom() throws {
    var screen = Screen()
    let day = try #require(screen.model.span)
    screen.press(.character("]"))
    let half = try #require(screen.model.window.since)
    #expect(
      half.milliseconds
        == (day.upperBound.milliseconds - (day.upperBound.milliseconds - day.lowerBound.milliseconds) / 2))
    #expect(screen.model.window.until == nil, "the newest events keep coming in")
    screen.press(.character("["))
    #expect(screen.model.window == TimeWindow())
    screen.press(.character("["))
    #expect(screen.said == [.bell])
  }

  @Test("zooming never goes below a minute and says so")
  func zoomLimit() {
    var screen = Screen()
    for _ in 0..<30 { screen.press(.character("]")) }
    #expect(screen.said.contains(.bell))
    #expect(screen.model.zooms.count < 15)
  }

  @Test("t goes round the themes")
  func themes() {
    var screen = Screen()
    screen.press(.character("t"), .character("t"))
    #expect(screen.said == [.setTheme("light"), .setTheme("dark")])
  }

  @Test("s goes through the columns and S turns the order round")
  func sorting() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.character("s"))
    #expect(screen.model.state(of: .accounts).rows.map(\.name).first == "sandbox-kim", "the one that is new")
    screen.press(.character("S"))
    #expect(screen.model.state(of: .accounts).rows.map(\.name).last == "sandbox-kim")
  }

  @Test("suspending, continuing and ending by signal are passed on")
  func signals() {
    var screen = Screen()
    screen.press(.control("z"), .control("l"))
    screen.send(.signal(.resume))
    screen.send(.signal(.terminate))
    #expect(screen.said == [.suspend, .redraw, .redraw, .quit])
  }

  @Test("a key that means nothing does nothing")
  func unbound() {
    var screen = Screen()
    let before = screen.canvas
    screen.press(.function(7), .character("Q"), .insert, .alt("q"))
    #expect(screen.canvas == before)
    #expect(screen.said.isEmpty)
  }

  @Test("a click selects the row it hits and focuses its pane")
  func click() throws {
    var screen = Screen()
    let accounts = try #require(screen.model.layout.panes[.accounts])
    screen.press(.mouse(MouseEvent(x: accounts.x + 3, y: accounts.y + 2, action: .press, button: .left)))
    #expect(screen.model.focus == .accounts)
    #expect(screen.model.state(of: .accounts).selectedIndex == 1)
  }

  @Test("a click on a tab shows its table")
  func clickTab() throws {
    var screen = Screen(columns: 80, rows: 24)
    let line = try #require(screen.lines.firstIndex { $0.contains("[Principals") })
    let x = try #require(Array(screen.lines[line]).lastIndex(of: "A"))
    screen.press(.mouse(MouseEvent(x: x, y: line, action: .press, button: .left)))
    #expect(screen.model.focus == .alerts)
  }

  @Test("the wheel moves the events")
  func wheel() throws {
    var screen = Screen()
    let events = try #require(screen.model.layout.panes[.events])
    screen.press(.mouse(MouseEvent(x: events.x + 3, y: events.y + 3, action: .wheelDown)))
    #expect(screen.model.events.selectedIndex == 2)
  }
}
