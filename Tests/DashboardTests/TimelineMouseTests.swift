import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("The mouse on the timeline")
struct TimelineMouseTests {
  /// Moves the mouse to the column of a second; the bars begin in column 8.
  private func mouse(_ screen: inout Screen, _ action: MouseEvent.Action, _ second: Int, y: Int = 3) {
    screen.press(.mouse(MouseEvent(x: 8 + second, y: y, action: action, button: .left)))
  }

  private func window(_ from: Int64, _ until: Int64) -> TimeWindow {
    TimeWindow(since: Moments.at(from), until: Moments.at(until))
  }

  @Test("a click focuses the pane and puts the cursor")
  func click() {
    var screen = Moments.screen()
    screen.press(.tab)
    mouse(&screen, .press, 20)
    mouse(&screen, .release, 20)
    #expect(screen.model.focus == .timeline)
    #expect(screen.lines[1].contains("14:00:20-14:00:21  1 event  1 error"))
    #expect(screen.model.zooms.isEmpty)
  }

  @Test("a second click on the same column zooms into it")
  func secondClick() {
    var screen = Moments.screen()
    for action in [MouseEvent.Action.press, .release, .press, .release] { mouse(&screen, action, 20) }
    #expect(screen.model.window == window(20, 21))
  }

  @Test("while dragging every pane is narrowed to what is brushed")
  func dragging() {
    var screen = Moments.screen()
    mouse(&screen, .press, 20)
    for second in 21...50 { mouse(&screen, .drag, second) }
    #expect(screen.model.brush.window == window(20, 51))
    #expect(screen.model.events.list.total == 4)
    #expect(screen.model.zooms.isEmpty)
  }

  @Test("letting go zooms into what was dragged over, either way")
  func release() {
    for (from, to) in [(20, 50), (50, 20)] {
      var screen = Moments.screen()
      mouse(&screen, .press, from)
      mouse(&screen, .drag, to)
      mouse(&screen, .release, to)
      #expect(screen.model.window == window(20, 51))
      #expect(screen.model.brush.window == nil)
      #expect(screen.model.slot(.timeline).totals.events == 4)
    }
  }

  @Test("where movements are not reported, letting go is enough")
  func withoutMovements() {
    var screen = Moments.screen()
    mouse(&screen, .press, 20)
    mouse(&screen, .release, 50)
    #expect(screen.model.window == window(20, 51))
  }

  @Test("dragged out of the pane the brush goes on along its columns, and ends with the last")
  func outside() {
    var screen = Moments.screen()
    mouse(&screen, .press, 90)
    mouse(&screen, .drag, 111, y: 30)
    #expect(screen.model.brush.window == window(90, 100))
    mouse(&screen, .release, -5, y: 30)
    #expect(screen.model.window == window(0, 91))
  }

  @Test("dragged back to where it began nothing is brushed")
  func back() {
    var screen = Moments.screen()
    mouse(&screen, .press, 20)
    mouse(&screen, .drag, 40)
    mouse(&screen, .drag, 20)
    #expect(screen.model.events.list.total == 10)
    mouse(&screen, .release, 20)
    #expect(screen.model.zooms.isEmpty)
  }

  @Test("a movement or a release that no press began means nothing")
  func stray() {
    var screen = Moments.screen()
    let before = screen.canvas
    mouse(&screen, .drag, 40)
    mouse(&screen, .release, 60)
    #expect(screen.canvas == before)
  }

  @Test("another button, or the title, begins no brush")
  func elsewhere() {
    var screen = Moments.screen()
    screen.press(.mouse(MouseEvent(x: 28, y: 3, action: .press, button: .right)))
    mouse(&screen, .release, 50)
    mouse(&screen, .press, 20, y: 1)
    mouse(&screen, .release, 50)
    #expect(screen.model.zooms.isEmpty)
  }
}
