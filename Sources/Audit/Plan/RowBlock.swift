import CloudTrail
import Cores

/// Some rows that follow each other, as their columns lie in memory. Valid only within the call that hands it out.
struct RowBlock {
  /// The number of the first row.
  let start: Int
  let cores: UnsafeBufferPointer<Row.Core>
  /// Empty where the store keeps none.
  let details: UnsafeBufferPointer<Row.Details>

  /// The most rows in one: few enough that what is decided of them stays near.
  static let length = 2048

  var rows: Range<Int> { start..<start + cores.count }
}

extension StoredEvents {
  static let allRows = 0..<Int.max

  /// All rows, those to come among them, in as many shares as there are cores to count them. A share begins where a block may begin.
  /// - Parameter leastRows: fewer than this a core does not begin for.
  func shares(among most: Int = Cores.count, leastRows: Int = 1 << 14) -> [Range<Int>] {
    let held = cores.end - cores.start
    let count = max(1, min(most, held / leastRows))
    let length = held / count / RowBlock.length * RowBlock.length
    return (0..<count).map { number in
      let start = number == 0 ? 0 : cores.start + number * length
      return start..<(number == count - 1 ? .max : cores.start + (number + 1) * length)
    }
  }

  /// Calls `body` with the rows of a share in blocks, the oldest arrivals first or last, until it returns false.
  func forEachBlock(
    of share: Range<Int> = StoredEvents.allRows, newestFirst: Bool = false, _ body: (RowBlock) -> Bool
  ) {
    let held = share.clamped(to: cores.start..<cores.end)
    let starts = stride(from: held.lowerBound, to: held.upperBound, by: RowBlock.length)
    for start in newestFirst ? Array(starts.reversed()) : Array(starts) {
      // A segment's length is a multiple of a block's, so no block lies in two.
      let rows = start..<min(start + RowBlock.length, cores.end)
      let goesOn = cores.withRows(rows) { cores in
        guard details.end > start else {
          return body(
            RowBlock(start: start, cores: cores, details: UnsafeBufferPointer(start: nil, count: 0)))
        }
        return details.withRows(rows) { body(RowBlock(start: start, cores: cores, details: $0)) }
      }
      guard goesOn else { return }
    }
  }

  /// The row as an event that can be asked.
  /// - Parameter archive: gives back the record; nil where it is not needed.
  func subject(_ row: Int, _ core: Row.Core, archive: (any RecordArchive)?) -> StoredEvent {
    StoredEvent(
      core: core, group: groups[core.group], details: details.end > row ? details[row] : nil,
      eventID: eventIDs[row], key: keys[row], place: places[row], archive: archive,
      isWrite: isWrite(core), matches: alertSets.sets[Int(core.alerts)], rules: rules, strings: strings)
  }
}
