import CloudTrail
import Seeded
import Terminal
import Testing

@testable import Dashboard

@Suite("Stacking a bar")
struct BarStackTests {
  /// The bar's cells from the bottom up, in a chart of 2 rows whose tallest bar has 16 events: an event is an eighth.
  private func stack(_ events: Int, errors: Int = 0, alerts: Int = 0) -> [BarStack.Part] {
    var bar = Timechart.Bar(start: Timestamp(milliseconds: 0))
    (bar.events, bar.errors, bar.alerts, bar.notable) = (events, errors, events, alerts)
    return BarStack(bar, peak: 16, rows: 2).cells
  }

  private func part(_ role: Role, _ eighths: Int, _ above: Role? = nil) -> BarStack.Part {
    BarStack.Part(role: role, eighths: eighths, above: above)
  }

  @Test("plain events fill cells to an eighth")
  func plain() {
    #expect(stack(16) == [part(.chart, 8), part(.chart, 8)])
    #expect(stack(11) == [part(.chart, 8), part(.chart, 3)])
    #expect(stack(0) == [])
  }

  @Test("anything at all is seen, beside however many")
  func little() {
    var bar = Timechart.Bar(start: Timestamp(milliseconds: 0))
    bar.events = 1
    #expect(BarStack(bar, peak: 1_000_000, rows: 6).cells == [part(.chart, 1)])
    bar = Timechart.Bar(start: bar.start)
    (bar.events, bar.errors) = (1_000_000, 1)
    #expect(BarStack(bar, peak: 1_000_000, rows: 6).cells.first == part(.chartError, 1, .chart))
  }

  @Test("errors stand below the others, in a cell of both on the others' ground")
  func errors() {
    #expect(stack(16, errors: 3) == [part(.chartError, 3, .chart), part(.chart, 8)])
    #expect(stack(16, errors: 8) == [part(.chartError, 8), part(.chart, 8)])
    #expect(stack(16, errors: 10) == [part(.chartError, 8), part(.chartError, 2, .chart)])
    #expect(stack(16, errors: 16) == [part(.chartError, 8), part(.chartError, 8)])
  }

  @Test(
    "alerts stand below everything, and half a cell high at least; those that are not notable are drawn as other events"
  )
  func alerts() {
    #expect(stack(16, alerts: 1) == [part(.chartAlert, 4, .chart), part(.chart, 8)])
    #expect(stack(16, alerts: 6) == [part(.chartAlert, 6, .chart), part(.chart, 8)])
    #expect(stack(16, alerts: 9) == [part(.chartAlert, 8), part(.chartAlert, 1, .chart)])
  }

  @Test("of three in a cell the alert stays, and the larger of the others")
  func three() {
    #expect(stack(16, errors: 1, alerts: 1) == [part(.chartAlert, 4, .chart), part(.chart, 8)])
    #expect(
      stack(16, errors: 6, alerts: 1) == [part(.chartAlert, 4, .chartError), part(.chartError, 2, .chart)])
    #expect(stack(8, errors: 2, alerts: 4) == [part(.chartAlert, 4, .chartError)], "a tie goes to the errors")
  }

  @Test("a cell that is not full shows one part: an alert's, else the larger")
  func top() {
    #expect(stack(5, errors: 2) == [part(.chart, 5)])
    #expect(stack(5, errors: 3) == [part(.chartError, 5)])
    #expect(stack(5, errors: 3, alerts: 1) == [part(.chartAlert, 5)])
    #expect(stack(12, errors: 10) == [part(.chartError, 8), part(.chartError, 4)])
  }

  @Test("an event that failed and matched a rule is drawn once")
  func both() {
    #expect(stack(16, errors: 16, alerts: 16) == [part(.chartAlert, 8), part(.chartAlert, 8)])
    #expect(stack(16, errors: 8, alerts: 8) == [part(.chartAlert, 8), part(.chartError, 8)])
    #expect(stack(16, errors: 12, alerts: 8) == [part(.chartAlert, 8), part(.chartError, 8)])
  }

  @Test("whatever is counted, the bar is as high as its events, and no cell shows what is not there")
  func random() {
    var dice = SeededRandom(state: 3)
    for _ in 0..<2000 {
      let peak = Int.random(in: 1..<5000, using: &dice)
      let rows = Int.random(in: 1..<9, using: &dice)
      var bar = Timechart.Bar(start: Timestamp(milliseconds: 0))
      bar.events = Int.random(in: 0...peak, using: &dice)
      bar.errors = Int.random(in: 0...bar.events, using: &dice)
      bar.notable = Bool.random(using: &dice) ? 0 : Int.random(in: 0...bar.events, using: &dice)
      let cells = BarStack(bar, peak: peak, rows: rows).cells
      #expect(cells.count <= rows)
      let height = cells.reduce(0) { $0 + ($1.above == nil ? $1.eighths : 8) }
      #expect(abs(Double(height) - Double(bar.events * rows * 8) / Double(peak)) <= 1)
      let seen = Set(cells.map(\.role) + cells.compactMap(\.above))
      #expect(bar.notable > 0 || !seen.contains(.chartAlert))
      #expect(bar.notable == 0 || seen.contains(.chartAlert))
      #expect(bar.errors > 0 || !seen.contains(.chartError))
      #expect(cells.dropLast().allSatisfy { $0.eighths == 8 || $0.above != nil })
    }
  }
}
