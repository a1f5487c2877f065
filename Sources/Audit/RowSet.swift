/// A set of rows, a bit each.
struct RowSet {
  private let start: Int
  private var bits: [UInt64]
  private(set) var count = 0

  /// An empty set of some of `rows`.
  init(_ rows: Range<Int>) {
    start = rows.lowerBound
    bits = [UInt64](repeating: 0, count: rows.count / 64 + 1)
  }

  /// Adds a row that is not in yet.
  @inline(__always)
  mutating func insert(_ row: Int) {
    bits[(row - start) >> 6] |= 1 << UInt64((row - start) & 63)
    count += 1
  }

  @inline(__always)
  func contains(_ row: Int) -> Bool { bits[(row - start) >> 6] & 1 << UInt64((row - start) & 63) != 0 }
}
