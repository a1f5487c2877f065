import CloudTrail

/// The rows by time, of one time by arrival. Kept up to date when it is asked for: rows arrive nearly in this order, so there is little to
/// move.
struct TimeOrder: Sendable {
  /// The oldest first.
  private(set) var rows: [Row] = []
  /// The rows before this one are in.
  private var end = 0
  private var start = 0

  struct Row: Comparable, Sendable {
    let time: Timestamp
    let number: Int

    static func < (left: Row, right: Row) -> Bool {
      left.time != right.time ? left.time < right.time : left.number < right.number
    }
  }

  /// Takes in the rows that came since, and forgets those that left.
  mutating func update(_ cores: Column<Audit.Row.Core>) {
    if cores.start > start {
      start = cores.start
      rows.removeAll { $0.number < start }
    }
    guard cores.end > end else { return }
    var new: [Row] = []
    new.reserveCapacity(cores.end - max(end, start))
    cores.forEach(from: max(end, start)) { number, core in new.append(Row(time: core.time, number: number)) }
    new.sort()
    end = cores.end
    merge(new)
  }

  private mutating func merge(_ new: [Row]) {
    guard let first = new.first else { return }
    let place = self.place(of: first)
    if place == rows.count {
      rows += new
      return
    }
    let tail = Array(rows[place...])
    rows.removeSubrange(place...)
    var (left, right) = (0, 0)
    while left < tail.count, right < new.count {
      if tail[left] < new[right] {
        rows.append(tail[left])
        left += 1
      } else {
        rows.append(new[right])
        right += 1
      }
    }
    rows += tail[left...]
    rows += new[right...]
  }

  /// How many rows come before `row`: its place, if it is among them.
  func place(of row: Row) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
