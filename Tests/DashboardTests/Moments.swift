import Audit
import CloudTrail
import Query
import Terminal

@testable import Dashboard

/// A window of 100 seconds, 14:00:00 to 14:01:40, that a screen of 120 columns shows a second a column: an event
/// every ten seconds, errors at 20 and 50, alerts at 50 and 70.
enum Moments {
  /// 2026-11-01T14:00:00Z.
  static let start = Timestamp(milliseconds: 1_793_541_600_000)
  static let window = TimeWindow(since: start, until: at(100))

  static func at(_ second: Int64) -> Timestamp { Timestamp(seconds: start.seconds + second) }

  static func event(_ second: Int, isError: Bool = false, hasAlert: Bool = false) -> EventRow {
    EventRow(
      id: Story.id(second), time: at(Int64(second)), account: "111122223333", principal: "p\(second % 20)",
      principalType: "IAMUser", action: "iam:GetUser", isError: isError, severity: hasAlert ? .high : nil,
      rules: hasAlert ? ["r"] : [])
  }

  static var world: World {
    var world = World()
    world.rules = ["r": ("A rule", .high)]
    world.events = stride(from: 0, to: 100, by: 10).map {
      event($0, isError: $0 == 20 || $0 == 50, hasAlert: $0 == 50 || $0 == 70)
    }
    return world
  }

  /// The screen, its timeline in focus.
  static func screen(_ world: World = world, window: TimeWindow = window) -> Screen {
    var settings = Story.settings()
    settings.window = window
    var screen = Screen(world, settings: settings)
    screen.model.focus = .timeline
    return screen
  }
}
