import Audit
import CloudTrail
import Terminal
import Testing

@testable import Dashboard

@Suite("Zooming and panning")
struct ZoomTests {
  private func length(_ range: Range<Timestamp>?) -> Int64 {
    range.map { $0.upperBound.milliseconds - $0.lowerBound.milliseconds } ?? -1
  }

  /// The day's screen, its timeline in focus.
  private func screen() -> Screen {
    var screen = Screen()
    screen.model.focus = .timeline
    return screen
  }

  private func wheel(_ screen: inout Screen, _ action: MouseEvent.Action, x: Int) {
    screen.press(.mouse(MouseEvent(x: x, y: 3, action: action)))
  }

  @Test("in the timeline the zoom goes around the cursor")
  func aroundCursor() throws {
    var screen = screen()
    screen.press(.home)
    for _ in 0..<40 { screen.press(.right) }
    let cursor = try #require(screen.model.brush.cursor)
    let day = length(screen.model.span)
    screen.press(.character("]"))
    let span = try #require(screen.model.span)
    #expect(abs(length(span) - day / 2) <= 1)
    #expect(abs(span.lowerBound.milliseconds + span.upperBound.milliseconds - 2 * cursor.milliseconds) <= 2)
  }

  @Test("the wheel halves the time with the pointer's moment in its column, and gives it back")
  func wheelAround() throws {
    var screen = screen()
    let day = length(screen.model.span)
    let plot = try #require(screen.model.timelinePlot)
    let moment = plot.chart.bars[70].start
    wheel(&screen, .wheelUp, x: plot.columns(of: 70).lowerBound)
    let zoomed = try #require(screen.model.timelinePlot)
    #expect(abs(length(screen.model.span) - day / 2) <= 1)
    let place = try #require(zoomed.chart.index(of: moment))
    let (before, after) = (
      70 / Double(plot.chart.bars.count), Double(place) / Double(zoomed.chart.bars.count)
    )
    #expect(abs(before - after) < 0.02, "at the same part of the pane's width")
    wheel(&screen, .wheelDown, x: 78)
    #expect(screen.model.zooms.isEmpty)
    #expect(length(screen.model.span) == day)
  }

  @Test("turning on and on is one zoom, and stops at a minute")
  func wheelOnAndOn() {
    var screen = screen()
    for _ in 0..<12 { wheel(&screen, .wheelUp, x: 60) }
    #expect(screen.model.zooms.count == 1)
    #expect((60_000..<120_000).contains(length(screen.model.span)))
    #expect(screen.said.contains(.bell))
    screen.press(.escape)
    #expect(screen.model.zooms.isEmpty)
  }

  @Test("turned back over the last column new events keep coming in")
  func wheelAtEnd() {
    var screen = screen()
    for _ in 0..<3 { wheel(&screen, .wheelUp, x: 119) }
    #expect(screen.model.zooms.last?.until == nil)
    for _ in 0..<3 { wheel(&screen, .wheelDown, x: 60) }
    #expect(screen.model.zooms.isEmpty)
  }

  @Test("without a zoom there is nothing to turn back to")
  func wheelOut() {
    var screen = screen()
    wheel(&screen, .wheelDown, x: 60)
    #expect(screen.said == [.bell])
  }

  @Test("page up and down move the window by half of it, as far as there are events")
  func pan() throws {
    var screen = screen()
    let day = try #require(screen.model.span)
    screen.press(.character("]"), .character("]"))
    let quarter = try #require(screen.model.span)
    screen.press(.pageUp)
    let moved = try #require(screen.model.span)
    #expect(length(moved) == length(quarter))
    #expect(quarter.lowerBound.milliseconds - moved.lowerBound.milliseconds == length(quarter) / 2)
    for _ in 0..<20 { screen.press(.pageUp) }
    #expect(screen.model.span?.lowerBound == day.lowerBound)
    #expect(length(screen.model.span) == length(quarter))
    #expect(screen.said.last == .bell)
    for _ in 0..<20 { screen.press(.pageDown) }
    #expect(screen.model.span?.upperBound == day.upperBound)
    #expect(screen.model.window.until == nil, "back at the end new events come in again")
    #expect(screen.model.zooms.count == 2, "moving is no zoom of its own")
  }

  @Test("the cursor moved beyond the edge takes the window along")
  func edge() throws {
    var screen = screen()
    screen.press(.character("]"), .home)
    let before = try #require(screen.model.span)
    let first = try #require(screen.model.brush.cursor)
    screen.press(.left)
    let after = try #require(screen.model.span)
    #expect(after.lowerBound < before.lowerBound && length(after) == length(before))
    let chart = try #require(screen.model.timelinePlot?.chart)
    let cursor = try #require(screen.model.brush.cursor)
    #expect(cursor.seconds == first.seconds - Int64(chart.barSeconds))
  }

  @Test("a single event is a window of its own, shown and not zoomed into")
  func single() throws {
    var world = World()
    world.events = [Moments.event(7)]
    var screen = Screen(world)
    #expect(screen.lines[1].contains("Activity  1s"))
    screen.press(.character("]"))
    #expect(screen.said == [.bell])
    let chart = try #require(screen.model.timelinePlot?.chart)
    #expect(chart.bars.map(\.events) == [1])
  }

  @Test("without events there is a pane that says so, and every key of it does no harm")
  func none() {
    var screen = Screen(World())
    screen.press(
      .backTab, .left, .right, .home, .end, .pageUp, .enter, .character("v"), .character("]"),
      .character("["), .character(","), .character("("))
    #expect(screen.lines[1].contains("0 events  0 errors  0 alerts"))
    #expect(screen.model.zooms.isEmpty && screen.model.brush.window == nil)
  }
}
