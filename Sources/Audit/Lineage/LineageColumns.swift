import CloudTrail
import Detection
import Query

/// The columns that a lineage is searched in, as they were when it was asked for, and what they say of a row.
///
/// Made, asked and dropped within one read of the store: nobody changes the columns meanwhile.
struct LineageColumns {
  let cores: Column<Row.Core>
  let details: Column<Row.Details>
  private let places: Column<RecordPlace>
  let strings: Interner
  private let groups: Groups
  let index: CredentialIndex
  /// How many events have left to make room.
  let dropped: Int
  private let archive: (any RecordArchive)?
  /// For each set of rules whether a rule of it is of severity high or critical.
  private let graveSets: [Bool]

  init(
    _ events: borrowing StoredEvents, rules: [Rule], index: CredentialIndex, archive: (any RecordArchive)?
  ) {
    (cores, details, places, strings) = (events.cores, events.details, events.places, events.strings)
    groups = events.groups
    (self.index, dropped, self.archive) = (index, events.dropped, archive)
    graveSets = events.alertSets.sets.map { $0.indices.contains { rules[$0].level >= .high } }
  }

  func facts(_ row: Int) -> LineageFacts {
    guard places[row] != .nowhere, let bytes = archive?.record(at: places[row]) else { return LineageFacts() }
    return LineageFacts(bytes)
  }

  func time(_ row: Int) -> Timestamp { cores[row].time }

  /// Who did what where.
  func group(_ row: Int) -> Group { groups[cores[row].group] }
  func group(of core: Row.Core) -> Group { groups[core.group] }

  /// Whether a rule of severity high or critical matched.
  func isGrave(_ row: Int) -> Bool { graveSets[Int(cores[row].alerts)] }

  func failed(_ row: Int) -> Bool { cores[row].flags.contains(.error) }

  func isAction(_ row: Int, _ names: Set<UInt32>) -> Bool { names.contains(group(row).action) }

  /// The ids of those of the actions that any event held has.
  func ids(of actions: [String]) -> Set<UInt32> { Set(actions.compactMap { strings.id(of: $0.utf8) }) }

  func isType(_ row: Int, oneOf names: [String]) -> Bool {
    strings.withUTF8(group(row).type) { type in names.contains { type.elementsEqual($0.utf8) } }
  }

  /// Whether a row is what the owner's trail keeps of a call from another account: it names no key (FACTS, `sharedEventID`).
  func isOwnersCopy(_ row: Int) -> Bool {
    details[row].accessKey == 0 && isType(row, oneOf: ["AWSAccount"])
  }

  /// Whether the key that a row used is, or may be, temporary: those of AWS begin with `ASIA` (IAM user guide, unique identifiers).
  func mayBeTemporary(_ key: UInt32) -> Bool {
    key == 0 || strings.withUTF8(key) { $0.starts(with: "ASIA".utf8) }
  }
}
