import Testing

@testable import Audit

@Suite struct ColumnTests {
  private static let segment = Column<Int>.segmentLength

  private func column(_ count: Int) -> Column<Int> {
    var column = Column<Int>()
    for value in 0..<count { column.append(value) }
    return column
  }

  @Test("a value stays at its place across segments")
  func places() {
    let column = column(Self.segment * 2 + 1)
    #expect([0, Self.segment - 1, Self.segment, Self.segment * 2].allSatisfy { column[$0] == $0 })
  }

  @Test("a value can be changed in place")
  func change() {
    var column = column(Self.segment + 1)
    column[Self.segment] = -1
    #expect(column[Self.segment] == -1 && column[Self.segment - 1] == Self.segment - 1)
  }

  @Test("places stay when the oldest segment goes")
  func drop() {
    var column = column(Self.segment + 5)
    column.dropFirstSegment()
    #expect(column.start == Self.segment && column.end == Self.segment + 5)
    #expect(column[Self.segment + 4] == Self.segment + 4)
  }

  @Test("values are visited in order from a place on")
  func visit() {
    let column = column(Self.segment + 3)
    var seen: [Int] = []
    column.forEach(from: Self.segment - 1) { index, value in
      #expect(index == value)
      seen.append(value)
    }
    #expect(seen == Array(Self.segment - 1..<Self.segment + 3))
  }
}
