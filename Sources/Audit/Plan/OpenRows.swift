import CloudTrail
import Detection

/// Rows that cannot be decided before their records are read: all that is needed to ask about them once the store is let go.
struct OpenRows: Sendable {
  struct Row: Sendable {
    let number: Int
    let core: Audit.Row.Core
    let group: Group
    let details: Audit.Row.Details?
    let eventID: UInt32
    let key: EventKey
    let place: RecordPlace
    let isWrite: Bool
    let matches: RuleMatches
  }

  fileprivate(set) var rows: [Row] = []
  fileprivate let rules: [Rule]
  fileprivate let strings: Interner

  func subject(_ row: Row, archive: any RecordArchive) -> StoredEvent {
    StoredEvent(
      core: row.core, group: row.group, details: row.details, eventID: row.eventID, key: row.key,
      place: row.place, archive: archive, isWrite: row.isWrite, matches: row.matches, rules: rules,
      strings: strings)
  }
}

extension StoredEvents {
  /// The newest arrivals among the rows that `selection` cannot decide, about `most` of them.
  func undecided(by selection: Selection, most: Int) -> OpenRows {
    var open = OpenRows(rules: rules, strings: strings)
    forEachBlock(newestFirst: true) { block in
      let verdicts = selection.verdicts(on: block, of: self)
      for index in block.cores.indices.reversed() where verdicts[index] == Verdict.unknown.rawValue {
        open.rows.append(openRow(block.start + index))
      }
      return open.rows.count < most
    }
    return open
  }

  private func openRow(_ row: Int) -> OpenRows.Row {
    let core = cores[row]
    return OpenRows.Row(
      number: row, core: core, group: groups[core.group], details: details.end > row ? details[row] : nil,
      eventID: eventIDs[row], key: keys[row], place: places[row], isWrite: isWrite(core),
      matches: alertSets.sets[Int(core.alerts)])
  }
}
