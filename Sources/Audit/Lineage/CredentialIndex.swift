import CloudTrail

/// Which rows used an access key and which issued it.
///
/// Caught up with the store when it is asked, so that intake pays nothing for it: 8 bytes an event and 8 a string, a few
/// nanoseconds an event.
struct CredentialIndex: Sendable {
  /// The row that the index begins with; a row's entry is its distance from it plus one.
  private var base = 0
  /// The first row not yet indexed.
  private var end = 0
  private var replacements = 0
  private var uses = Postings()
  private var issues = Postings()
  /// The earliest time in each segment of rows, from the one that holds `base`.
  private var earliest: [Timestamp] = []

  /// Takes in the rows that came since the last time, and forgets those that left.
  mutating func catchUp(with events: borrowing StoredEvents) {
    if replacements != events.replacements || events.cores.end - base >= Int(UInt32.max) {
      self = CredentialIndex()
      (base, end, replacements) = (events.cores.start, events.cores.start, events.replacements)
    }
    passOver(until: events.cores.start)
    uses.makeRoom(strings: events.strings.count)
    issues.makeRoom(strings: events.strings.count)
    events.details.forEach(from: end) { _, details in
      uses.append(details.accessKey)
      issues.append(details.issuedKey)
    }
    events.cores.forEach(from: end) { row, core in note(core.time, row) }
    end = events.cores.end
    uses.dropEntries(before: events.cores.start - base)
    issues.dropEntries(before: events.cores.start - base)
  }

  /// Leaves out the rows that came and left since the last time.
  private mutating func passOver(until start: Int) {
    while end < start {
      uses.append(0)
      issues.append(0)
      note(Timestamp(milliseconds: .max), end)
      end += 1
    }
  }

  private mutating func note(_ time: Timestamp, _ row: Int) {
    let segment = (row - base) / Column<Row.Core>.segmentLength
    if segment == earliest.count { earliest.append(time) }
    earliest[segment] = min(earliest[segment], time)
  }

  /// Calls `body` with the rows from `start` on that used the access key with this string id, latest arrival first, until it
  /// returns false.
  func forEachUse(of key: UInt32, from start: Int, _ body: (Int) -> Bool) {
    uses.forEach(of: key, from: start - base) { body($0 + base) }
  }

  /// Calls `body` with the rows from `start` on whose response carries the key, latest arrival first, until it returns false.
  func forEachIssue(of key: UInt32, from start: Int, _ body: (Int) -> Bool) {
    issues.forEach(of: key, from: start - base) { body($0 + base) }
  }

  /// Whether a row that has left since issued the key.
  func isIssuerDropped(of key: UInt32, heldFrom start: Int) -> Bool {
    issues.latest(of: key).map { $0 + base < start } ?? false
  }

  /// The earliest time of the rows from `start` on, which begins a segment; nil without rows.
  func earliestTime(from start: Int) -> Timestamp? {
    earliest.dropFirst((start - base) / Column<Row.Core>.segmentLength).min()
  }
}

/// For each string the rows it stands in, as lists that are linked from the latest back. Rows count from 0.
private struct Postings: Sendable {
  /// The latest row plus one by the string's id; 0 for none.
  private var latest: [UInt32] = []
  /// For each row the one before it in the same list, plus one; 0 for the first.
  private var earlier = Column<UInt32>()

  mutating func makeRoom(strings: Int) {
    latest += [UInt32](repeating: 0, count: max(0, strings - latest.count))
  }

  /// Puts the next row into the list of a string; id 0, "absent", has none.
  mutating func append(_ string: UInt32) {
    earlier.append(string == 0 ? 0 : latest[Int(string)])
    if string != 0 { latest[Int(string)] = UInt32(earlier.end) }
  }

  mutating func dropEntries(before start: Int) {
    while earlier.start < min(start, earlier.end) { earlier.dropFirstSegment() }
  }

  func latest(of string: UInt32) -> Int? {
    guard string != 0, Int(string) < latest.count, latest[Int(string)] > 0 else { return nil }
    return Int(latest[Int(string)]) - 1
  }

  func forEach(of string: UInt32, from start: Int, _ body: (Int) -> Bool) {
    guard var row = latest(of: string) else { return }
    while row >= max(start, earlier.start), body(row) { row = Int(earlier[row]) - 1 }
  }
}
