import CloudTrail
import Query
import Synchronization

/// What has been found out of one test of records, row by row.
struct RecordMatches: Sendable {
  private var known: [UInt64] = []
  private var matches: [UInt64] = []

  func verdict(on row: Int) -> Verdict {
    let (word, bit) = (row >> 6, UInt64(1) << UInt64(row & 63))
    guard word < known.count, known[word] & bit != 0 else { return .unknown }
    return Verdict(matches[word] & bit != 0)
  }

  mutating func set(_ row: Int, _ isMatch: Bool) {
    let (word, bit) = (row >> 6, UInt64(1) << UInt64(row & 63))
    if word >= known.count {
      let more = [UInt64](repeating: 0, count: word + 1 - known.count)
      known += more
      matches += more
    }
    known[word] |= bit
    if isMatch { matches[word] |= bit }
  }
}

/// Remembers what the last few tests of records found, so that the panes that ask the same read each record once. For a store whose
/// rows do not change.
package final class RecordSearches: Sendable {
  private static let most = 8
  private let searches = Mutex<[(test: Predicate, found: RecordMatches)]>([])

  package init() {}

  func matches(of test: Predicate) -> RecordMatches {
    searches.withLock { $0.first { $0.test == test }?.found } ?? RecordMatches()
  }

  func add(_ verdicts: [(row: Int, isMatch: Bool)], of test: Predicate) {
    searches.withLock { searches in
      // The last used stands last.
      var search = (test, RecordMatches())
      if let at = searches.firstIndex(where: { $0.test == test }) { search = searches.remove(at: at) }
      for verdict in verdicts { search.1.set(verdict.row, verdict.isMatch) }
      searches.append(search)
      searches.removeFirst(max(0, searches.count - Self.most))
    }
  }
}

extension EventStore {
  /// The most rows whose records are looked at between two looks at the store.
  private static let searchStep = 4096

  /// Reads the records that deciding `predicate` needs, the newest arrivals' first, and remembers in `searches` what they say; true once
  /// none is left.
  /// - Parameter isOver: asked from time to time whether to stop here.
  package func search(
    _ predicate: Predicate, since: Timestamp?, until: Timestamp?, archive: any RecordArchive,
    context: EvaluationContext, searches: RecordSearches, isOver: () -> Bool
  ) -> Bool {
    while true {
      let plan = ColumnPlan(predicate, context: context, archive: nil, searches: searches)
      guard !plan.recordTests.isEmpty else { return true }
      let selection = Selection(since: since, until: until, plan: plan)
      let open = read { $0.undecided(by: selection, most: Self.searchStep) }
      guard !open.rows.isEmpty else { return true }
      for test in plan.recordTests {
        var found: [(row: Int, isMatch: Bool)] = []
        for (place, row) in open.rows.enumerated() {
          if place % 64 == 63, isOver() { break }
          found.append((row.number, test.test.matches(open.subject(row, archive: archive))))
        }
        searches.add(found, of: test.predicate)
      }
      if isOver() { return false }
    }
  }
}
