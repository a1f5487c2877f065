import CloudTrail

/// The rhythms of a silence's groups, and which of them are quiet beyond theirs.
///
/// A group is quiet beyond its rhythm when, from its newest event to the moment looked at, more than twice its longest pause and an hour
/// have passed, and at least the baseline was learnt. The hour is for what is still on its way. One silence alerts once: until an event
/// ends it. Its pause is a pause like any other then, so that what was a false alarm is not raised again and again.
struct SilenceMemory: Sendable {
  /// The most groups: of further ones nothing is learnt. Those that were not met for a timespan make room.
  static let mostGroups = 10_000
  /// In milliseconds.
  static let allowance: Int64 = 3_600_000

  private struct Group: Sendable {
    var rhythm: Rhythm
    /// The sources that brought events of it in this run.
    var sources: [String]
    /// The newest event of the silence that alerted last.
    var told: Int64?
    /// The newest event's record, where it is kept.
    var record: [UInt8]?
    /// Of a group judged by the clock the newest event when it last was looked at, and when that came.
    var arrival: (newest: Int64, at: Int64)?

    /// Takes an event; says whether anything is known now that was not.
    mutating func take(_ beat: Beat) -> Bool {
      if let source = beat.source, !sources.contains(source) { sources.append(source) }
      let before = rhythm.newestID
      guard rhythm.take(beat.time.milliseconds, beat.id) else { return false }
      if rhythm.newestID != before { record = beat.record }
      return true
    }
  }

  private let mostGroups: Int
  private var groups: [[String]: Group] = [:]
  var groupCount: Int { groups.count }

  init(mostGroups: Int = SilenceMemory.mostGroups) { self.mostGroups = mostGroups }

  /// Takes an event; says whether anything is known now that was not.
  mutating func take(_ beat: Beat, of key: [String], _ rule: Correlation) -> Bool {
    let time = beat.time.milliseconds
    // Where it lies: most events change little.
    if let isNew = groups[key]?.take(beat) { return isNew }
    makeRoom(before: time - rule.timespan)
    guard groups.count < mostGroups else { return false }
    groups[key] = Group(
      rhythm: Rhythm(time, beat.id, timespan: rule.timespan), sources: beat.source.map { [$0] } ?? [],
      record: beat.record)
    return true
  }

  private mutating func makeRoom(before oldest: Int64) {
    guard groups.count >= mostGroups else { return }
    groups = groups.filter { $0.value.rhythm.newest >= oldest }
  }

  // MARK: Silences

  /// The groups that are quiet beyond their rhythm and alert now.
  /// - Parameter moment: up to when all has come that some sources will bring, in milliseconds; nil where that is not known.
  mutating func silences(
    _ rule: Correlation, upTo moment: (_ sources: [String]) -> Int64?
  ) -> [(key: [String], reason: SilenceReason)] {
    groups.keys.compactMap { key in
      moment(groups[key]?.sources ?? []).flatMap { silence(of: key, at: $0, rule) }.map { (key, $0) }
    }
    .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// The same of one group. Nil where it is not quiet for so long, or alerted already.
  mutating func silence(of key: [String], at moment: Int64, _ rule: Correlation) -> SilenceReason? {
    guard let group = groups[key], isQuiet(group, since: group.rhythm.newest, at: moment, rule) else {
      return nil
    }
    return tell(of: key, at: moment)
  }

  /// The groups that are quiet by the clock: nothing has come for so long, and what came last was new when it came.
  /// - Parameter started: since when whatever comes is seen.
  mutating func silences(
    byClock now: Int64, since started: Int64, _ rule: Correlation
  ) -> [(key: [String], reason: SilenceReason)] {
    groups.keys.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
      guard var group = groups[key] else { return nil }
      let newest = group.rhythm.newest
      if group.arrival?.newest != newest { group.arrival = (newest, group.arrival == nil ? started : now) }
      groups[key] = group
      let arrived = group.arrival?.at ?? now
      guard arrived - newest <= CorrelationEngine.lateness,
        isQuiet(group, since: max(newest, arrived), at: now, rule)
      else { return nil }
      return tell(of: key, at: now).map { (key, $0) }
    }
  }

  private func isQuiet(_ group: Group, since: Int64, at moment: Int64, _ rule: Correlation) -> Bool {
    // Most are not, and looking at the rhythm takes time.
    guard moment - since > SilenceMemory.allowance, group.told != group.rhythm.newest else { return false }
    return group.rhythm.newest - group.rhythm.since >= rule.baseline
      && moment - since > 2 * group.rhythm.longestPause + SilenceMemory.allowance
  }

  private mutating func tell(of key: [String], at moment: Int64) -> SilenceReason? {
    guard let rhythm = groups[key]?.rhythm else { return nil }
    groups[key]?.told = rhythm.newest
    return SilenceReason(
      last: Timestamp(milliseconds: rhythm.newest), lastID: rhythm.newestID,
      moment: Timestamp(milliseconds: moment), longestPause: rhythm.longestPause,
      since: Timestamp(milliseconds: rhythm.since))
  }

  // MARK: From one run to the next

  func learnt(_ key: [String]) -> Learnt.Rhythm? {
    groups[key].map { group in
      Learnt.Rhythm(
        newest: Timestamp(milliseconds: group.rhythm.newest), newestID: group.rhythm.newestID,
        isTold: group.told == group.rhythm.newest, slots: group.rhythm.kept, record: group.record)
    }
  }

  mutating func learn(_ known: Learnt.Rhythm, of key: [String], _ rule: Correlation) {
    guard groups.count < mostGroups else { return }
    let newest = known.newest.milliseconds
    let rhythm = Rhythm(newest, known.newestID, kept: known.slots, timespan: rule.timespan)
    groups[key] = Group(rhythm: rhythm, sources: [], told: known.isTold ? newest : nil, record: known.record)
  }

  /// Keeps the record of a group's newest event, if it is the one of that id.
  mutating func keep(of id: String, _ key: [String], record: () -> [UInt8]) {
    if groups[key]?.rhythm.newestID == id { groups[key]?.record = record() }
  }

  /// The record of a group's newest event, where it is kept.
  func record(of key: [String]) -> [UInt8]? { groups[key]?.record }
}
