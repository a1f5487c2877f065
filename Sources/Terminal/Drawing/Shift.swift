/// Rows that a terminal moves up or down by itself, as a list does that gets a new row at its head.
struct Shift: Equatable {
  /// The rows that take part, the blank ones that come in included.
  let rows: Range<Int>
  /// By how many they move: down, or up where it is negative.
  let distance: Int

  init(rows: Range<Int>, distance: Int) { (self.rows, self.distance) = (rows, distance) }

  /// The shift that leaves least to be written when `before` becomes `after`; nil where none is worth it.
  ///
  /// Whole rows move, also what stands beside the list: only counting tells whether that pays.
  init?(from before: Canvas, to after: Canvas) {
    guard let (distance, moved) = Shift.vote(from: before, to: after) else { return nil }
    let rows =
      distance > 0
      ? (moved.lowerBound - distance)..<moved.upperBound : moved.lowerBound..<(moved.upperBound - distance)
    self.init(rows: rows, distance: distance)
    let old = (0..<before.rows).map { Optional(before[row: $0]) }
    guard changes(from: applied(to: old), to: after) * 3 < changes(from: old, to: after) * 2 else {
      return nil
    }
  }

  /// How a row is told from others: by its beginning, because what stands beside a list does not move with it.
  private static func beginning(of row: ArraySlice<Cell>) -> ArraySlice<Cell> { row.prefix(48) }

  /// The distance that most of the rows that changed have moved by, and from the first to the last of those that did.
  private static func vote(from before: Canvas, to after: Canvas) -> (distance: Int, rows: Range<Int>)? {
    var places: [ArraySlice<Cell>: Int] = [:]
    for y in 0..<before.rows { places[beginning(of: before[row: y])] = y }
    var votes: [Int: (count: Int, rows: Range<Int>)] = [:]
    for y in 0..<after.rows {
      let row = beginning(of: after[row: y])
      guard row != beginning(of: before[row: y]), let place = places[row] else { continue }
      let vote = votes[y - place]
      votes[y - place] = ((vote?.count ?? 0) + 1, (vote?.rows.lowerBound ?? y)..<(y + 1))
    }
    let best = votes.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
    return best.flatMap { $0.value.count < 3 ? nil : ($0.key, $0.value.rows) }
  }

  /// What the rows of a screen are once it has shifted; nil for those that came in.
  func applied(to old: [ArraySlice<Cell>?]) -> [ArraySlice<Cell>?] {
    var shifted = old
    for y in rows { shifted[y] = rows.contains(y - distance) ? old[y - distance] : nil }
    return shifted
  }

  /// How many cells of its rows have to be written.
  private func changes(from old: [ArraySlice<Cell>?], to after: Canvas) -> Int {
    rows.reduce(0) { sum, y in
      guard let row = old[y] else { return sum + after.columns }
      return sum + zip(row, after[row: y]).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }
  }
}
