import CloudTrail
import Terminal
import Testing

@testable import Dashboard

@Suite("Times as they are written")
struct TimesTests {
  /// New York, whose clocks went back at 2026-11-01T06:00Z.
  static let newYork = Zone { $0 < 1_793_512_800 ? -14_400 : -18_000 }
  /// India, half an hour off.
  static let kolkata = Zone { _ in 19_800 }

  private func times(_ form: Times.Form, _ zone: Zone = .utc) -> Times {
    Times(form: form, zone: zone, now: Story.now)
  }

  private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  @Test("UTC says Z, another zone its offset of that moment")
  func offsets() throws {
    let (before, after) = (try at("2026-11-01T05:59:59Z"), try at("2026-11-01T06:00:00Z"))
    #expect(times(.absolute).whole(before) == "2026-11-01T05:59:59Z")
    #expect(times(.absolute, Self.newYork).whole(before) == "2026-11-01T01:59:59-04:00")
    #expect(times(.absolute, Self.newYork).whole(after) == "2026-11-01T01:00:00-05:00")
    #expect(times(.absolute, Self.kolkata).whole(after) == "2026-11-01T11:30:00+05:30")
  }

  @Test("local times of another day have that day")
  func days() throws {
    let moment = try at("2026-11-01T03:30:00Z")
    #expect(times(.absolute, Self.newYork).event(moment, hasDate: true) == "10-31 23:30:00")
    #expect(times(.absolute, Self.newYork).last(moment) == "10-31")
    #expect(times(.absolute).last(moment) == "03:30")
  }

  @Test("mixed, events are clock times and last seen an age; the other two forms make them alike")
  func forms() throws {
    let moment = Story.ago(134)
    #expect(
      [Times.Form.mixed, .relative, .absolute].map { times($0).event(moment, hasDate: false) }
        == ["14:01:07", "2m ago", "14:01:07"])
    #expect(
      [Times.Form.mixed, .relative, .absolute].map { times($0).last(moment) } == ["2m", "2m", "14:01"])
    #expect([Times.Form.mixed, .relative].map { times($0).moment(moment) } == ["14:01:07Z", "2m ago"])
  }

  @Test("round moments are round by the zone's clocks")
  func round() throws {
    let start = try at("2026-11-01T05:45:00Z")
    #expect(times(.mixed).round(3600, from: start, within: 900) == nil)
    #expect(times(.mixed).round(3600, from: start, within: 901)?.clock == "06:00:00")
    #expect(times(.mixed, Self.kolkata).round(3600, from: start, within: 901)?.clock == nil)
    #expect(times(.mixed, Self.kolkata).round(900, from: start, within: 900)?.clock == "11:15:00")
    let early = try at("1969-12-31T23:50:00Z")
    #expect(times(.mixed).round(3600, from: early, within: 3600)?.clock == "00:00:00")
  }

  @Test("no moment is out of a zone's reach")
  func extremes() {
    for moment in [Int64.min, -1, 0, .max] {
      #expect(!times(.absolute, Self.kolkata).whole(Timestamp(milliseconds: moment)).isEmpty)
    }
  }

  // MARK: On the screen

  private func screen(_ columns: Int = 120, _ rows: Int = 40) -> Screen {
    var settings = Story.settings()
    settings.zone = Self.newYork
    return Screen(columns: columns, rows: rows, settings: settings)
  }

  @Test("z shows all times by the local clock, and the header by which one")
  func local() throws {
    var screen = screen()
    #expect(screen.lines[0].hasSuffix("14:03:21Z"))
    screen.press(.down, .character("z"))
    #expect(screen.lines[0].hasSuffix("09:03:21-05:00"))
    #expect(screen.lines.contains { $0.hasPrefix("▌✗ 09:03:17 ") })
    #expect(screen.lines.contains { $0.contains("iam:ListUsers  09:03:17-05:00") })
    #expect(screen.lines.contains { $0.contains("when  2026-11-01T09:03:17-05:00") })
    screen.press(.character("]"))
    #expect(try #require(screen.lines.last).contains("22:03-"), "02:03Z is 22:03 by the clocks of summer")
    screen.press(.character("z"))
    #expect(screen.lines[0].hasSuffix("14:03:21Z"))
  }

  @Test("T shows ages, then clock times everywhere, then each where it suits")
  func cycle() {
    var screen = screen()
    let before = screen.lines
    screen.press(.down, .character("T"))
    #expect(screen.lines.contains { $0.contains("▲ 2m ago    sand") })
    #expect(screen.lines.contains { $0.contains("iam:ListUsers  4s ago") })
    screen.press(.character("T"))
    #expect(screen.lines.contains { $0.contains("▲ Admin ") && $0.contains(" 14:01") })
    screen.press(.character("T"), .up)
    #expect(screen.lines == before)
  }

  @Test("an idle second changes nothing but the header's clock", arguments: [(80, 24), (120, 40), (200, 60)])
  func idle(columns: Int, rows: Int) {
    var screen = screen(columns, rows)
    // An hour later the youngest event is old enough.
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 3_600_000)))
    let before = screen.canvas
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 3_601_000)))
    let after = screen.canvas
    for y in 0..<rows {
      let changed = (0..<columns).filter { before[$0, y] != after[$0, y] }
      #expect(changed.isEmpty || (y == 0 && changed.count <= 2 && changed[0] > columns - 12), "row \(y)")
    }
  }
}
