import CloudTrail

/// Which of many events a tree shows: those that tell most.
struct LineageRanks {
  /// The most events shown of one key, by how far below the way they hang.
  static let mostOfKey = [40, 16, 8]
  /// A key that was used no oftener than this is shown whole, reads and all.
  static let shownWhole = 12

  /// From what must be shown to what only many events would show.
  private enum Rank: Int { case way, grave, issued, written, refused, read }

  private let columns: LineageColumns
  /// The rows on the way back from the event asked about.
  let way: Set<Int>

  init(_ columns: LineageColumns, way: Set<Int>) { (self.columns, self.way) = (columns, way) }

  /// Those of `rows` to show at a depth, at most `room` of them beside the way's, in order of time.
  func selected(_ rows: [Int], depth: Int, room: Int) -> [Int] {
    let isWhole = rows.count <= LineageRanks.shownWhole
    var ranked = rows.map { (rank: rank($0), row: $0) }
    if !isWhole { ranked.removeAll { $0.rank == .read } }
    ranked.sort { left, right in
      if left.rank != right.rank { return left.rank.rawValue < right.rank.rawValue }
      return isEarlier(left.row, right.row)
    }
    let needed = ranked.prefix { $0.rank == .way }.count
    let most = min(LineageRanks.mostOfKey[min(depth, LineageRanks.mostOfKey.count - 1)], room)
    return ranked.prefix(max(needed, most)).map(\.row).sorted(by: isEarlier)
  }

  private func isEarlier(_ left: Int, _ right: Int) -> Bool {
    (columns.time(left), left) < (columns.time(right), right)
  }

  private func rank(_ row: Int) -> Rank {
    if way.contains(row) { return .way }
    if columns.isGrave(row) { return .grave }
    if columns.details[row].issuedKey != 0 { return .issued }
    guard columns.cores[row].flags.contains(.saysWrite) else { return .read }
    return columns.failed(row) ? .refused : .written
  }
}
