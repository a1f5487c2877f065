import CloudTrail
import Query
import Testing

@testable import Dashboard

@Suite("How far back a live screen looks")
struct ReachTests {
  private func screen() -> Screen {
    var settings = Story.settings()
    settings.reach = 3_600_000
    return Screen(settings: settings)
  }

  /// The start of the whole minute that lies `reach` before a moment.
  private func start(of moment: Timestamp) -> Timestamp {
    let earliest = moment.milliseconds - 3_600_000
    return Timestamp(milliseconds: earliest - earliest % 60_000)
  }

  @Test("all panes ask for what lies so long before now, and for later with every minute")
  func slides() {
    var screen = screen()
    #expect(screen.model.window == TimeWindow(since: start(of: Story.now)))
    let later = Timestamp(milliseconds: Story.now.milliseconds + 60_000)
    screen.send(.tick(later))
    #expect(screen.model.window == TimeWindow(since: start(of: later)))
    #expect(start(of: later) > start(of: Story.now))
  }

  @Test("a zoom stays where it is")
  func zoom() {
    var screen = screen()
    let zoom = TimeWindow(since: Story.ago(600), until: Story.ago(300))
    screen.model.zooms = [zoom]
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 120_000)))
    #expect(screen.model.window == zoom)
  }

  @Test("the header says how many events have left to make room")
  func left() {
    var screen = Screen(columns: 160)
    screen.send(.health(Story.health, left: 12_345))
    #expect(screen.lines[0].contains("oldest 12,345 left"))
    screen.send(.health(Story.health))
    #expect(!screen.lines[0].contains("left"))
  }
}
