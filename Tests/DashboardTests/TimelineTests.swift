import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("The timeline's signs of alerts")
struct TimelineTests {
  /// An hour with an event a minute, those of some minutes alerts of one rule each, on a screen of 120 columns.
  private func screen(_ alerts: [Int: Severity]) -> Screen {
    var world = World()
    for severity in Severity.allCases { world.rules[severity.name] = ("A rule", severity) }
    for minute in 0..<60 {
      let severity = alerts[minute]
      world.events.append(
        EventRow(
          id: Story.id(minute), time: Story.ago(Int64(3600 - 60 * minute)), account: "111122223333",
          principal: "p", principalType: "Role", action: "iam:GetUser", severity: severity,
          rules: severity.map { [$0.name] } ?? []))
    }
    return Screen(world, columns: 120, rows: 40)
  }

  private func plot(_ screen: Screen) throws -> TimelinePlot { try #require(screen.model.timelinePlot) }

  /// The sign under the bar of a minute.
  private func sign(_ minute: Int, _ screen: Screen) throws -> Cell {
    let plot = try plot(screen)
    let bar = try #require(plot.chart.index(of: Story.ago(Int64(3600 - 60 * minute))))
    let columns = plot.columns(of: bar)
    return screen.canvas[columns.lowerBound + columns.count / 2, plot.axis.y]
  }

  @Test("under a bar stands the sign of its worst alert, in that severity's colour")
  func signs() throws {
    let screen = screen([5: .medium, 20: .high, 35: .critical, 36: .high])
    let found = try [5, 20, 35].map { try sign($0, screen) }
    #expect(found.map(\.text) == ["·", "△", "▲"])
    #expect(found.map(\.style) == [.warn, .high, .critical])
  }

  @Test("low and informational alerts have no sign and no colour, however many, and are counted all the same")
  func calm() throws {
    var alerts = Dictionary(uniqueKeysWithValues: (0..<60).map { ($0, Severity.informational) })
    for minute in 30..<40 { alerts[minute] = .low }
    alerts[50] = .critical
    let screen = screen(alerts)
    let plot = try plot(screen)
    let (canvas, axis) = (screen.canvas, plot.axis)
    let signs = (axis.x..<axis.maxX).filter { ["·", "△", "▲"].contains(canvas[$0, axis.y].text) }
    #expect(signs.count == 1)
    var coloured: Set<Int> = []
    for x in plot.bars.x..<plot.bars.maxX {
      for y in plot.bars.y..<plot.bars.maxY where canvas[x, y].style.role == .chartAlert {
        coloured.insert(x)
      }
    }
    #expect(coloured.count == plot.chart.barColumns && coloured.isSuperset(of: signs))
    #expect(plot.chart.bars.reduce(0) { $0 + $1.alerts } == 60)
  }
}
