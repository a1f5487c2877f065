import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite struct TimeOrderTests {
  private func core(_ milliseconds: Int) -> Row.Core {
    Row.Core(
      time: Timestamp(milliseconds: Int64(milliseconds)), group: 0, error: 0, alerts: 0, source: 0, flags: [])
  }

  @Test("whatever comes when, rows stand by time, of one time by arrival", arguments: 0..<20)
  func order(seed: UInt64) {
    var random = SeededRandom(state: seed)
    var (order, cores) = (TimeOrder(), Column<Row.Core>())
    for _ in 0..<12 {
      for _ in 0..<random.below(40) { cores.append(core(random.below(100))) }
      order.update(cores)
      var expected: [TimeOrder.Row] = []
      cores.forEach { expected.append(TimeOrder.Row(time: $1.time, number: $0)) }
      expected.sort { ($0.time, $0.number) < ($1.time, $1.number) }
      #expect(order.rows == expected)
    }
  }

  @Test("rows that left are forgotten")
  func dropped() {
    var (order, cores) = (TimeOrder(), Column<Row.Core>())
    for number in 0..<Column<Row.Core>.segmentLength + 3 { cores.append(core(number)) }
    order.update(cores)
    cores.dropFirstSegment()
    cores.append(core(1))
    order.update(cores)
    let first = Column<Row.Core>.segmentLength
    #expect(order.rows.map(\.number) == [first + 3, first, first + 1, first + 2])
  }

  @Test("the place of a row is the number of rows before it")
  func place() {
    var (order, cores) = (TimeOrder(), Column<Row.Core>())
    for time in [5, 3, 5, 1] { cores.append(core(time)) }
    order.update(cores)
    let places = [3, 1, 0, 2].map { order.place(of: TimeOrder.Row(time: cores[$0].time, number: $0)) }
    #expect(places == [0, 1, 2, 3])
  }
}
