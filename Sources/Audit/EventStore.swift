import CloudTrail
import Detection
import Query
import Synchronization

/// The events kept, and what is counted of them. Any thread may append and ask.
package final class EventStore: Sendable {
  /// Which of several copies of one event counts (COUNTING 19).
  package enum Duplicates: Sendable {
    /// The least by what is counted of it, whatever the order of reading: files.
    case least
    /// The first to arrive: live sources.
    case first
  }

  let rules: RuleSet
  private let state: Mutex<StoredEvents>
  /// Caught up with the events when a lineage is asked for.
  let credentials = Mutex(CredentialIndex())
  /// Caught up with the events when sparks or a profile are asked for.
  let firstSeen = Mutex(FirstSeen())
  let correlating: Correlating
  private let sourceNames: [String]

  /// An empty store.
  /// - Parameters:
  ///   - sources: how many sources there are.
  ///   - keep: the most events held; beyond it the oldest arrivals leave, a segment of columns at a time.
  ///   - sourceNames: what the sources are called, for alerts about them.
  package init(
    rules: RuleSet, sources: Int, duplicates: Duplicates, keepsDetails: Bool, keep: Int = .max,
    sourceNames: [String] = []
  ) {
    self.sourceNames = sourceNames
    self.rules = rules
    correlating = Correlating(rules.correlations, waits: duplicates == .least)
    state = Mutex(
      StoredEvents(
        sources: sources, duplicates: duplicates, rules: rules.rules, keepsDetails: keepsDetails, keep: keep))
  }

  /// Nil for a source whose name was not told.
  func name(of source: UInt16) -> String? {
    sourceNames.indices.contains(Int(source)) ? sourceNames[Int(source)] : nil
  }

  func append(_ batch: RowBatch, of names: IntakeNames, translation: inout Translation) {
    // The lock takes the translation in and gives it back: an inout cannot be captured by the closure that it runs.
    translation = state.withLock { [old = translation] events in
      var translation = old
      events.learn(names, &translation)
      events.append(batch.rows, translation)
      return translation
    }
  }

  /// Keeps what a filter will say of events once they have completed correlations.
  func expect(_ outlooks: [EventKey: FilterOutlook], _ judge: Judge) {
    state.withLock { $0.expect(outlooks, answers: judge.answers) }
  }

  /// Marks the events that completed correlations.
  func raise(_ alerts: [CorrelationAlert]) {
    guard !alerts.isEmpty else { return }
    state.withLock { events in
      for alert in alerts {
        guard let key = EventKey(spelled: alert.event.id) else { continue }
        let raised = RaisedRow(
          rule: rules.firstCorrelation + alert.correlation, group: alert.group, reason: alert.reason)
        events.raise(raised, of: key)
      }
    }
  }

  /// ``read(_:)`` once the rows' order by time is up to date.
  func readInOrder<Result>(_ body: (borrowing StoredEvents) throws -> sending Result) rethrows
    -> sending Result
  {
    try state.withLock { events in
      events.putInOrder()
      return try body(events)
    }
  }

  /// Calls `body` with the events, which nobody changes meanwhile.
  package func read<Result>(_ body: (borrowing StoredEvents) throws -> sending Result) rethrows
    -> sending Result
  {
    try state.withLock { try body($0) }
  }
}

/// A correlation that an event completed.
struct RaisedRow: Sendable {
  /// Its place among the rules.
  let rule: Int
  /// The values that tell its alerts apart.
  let group: [String]
  let reason: CorrelationReason
}

/// The store's columns.
package struct StoredEvents: ~Copyable {
  /// What became of one source's records.
  package struct SourceCounts: Sendable {
    package var read = 0
    package var outOfScope = 0
    package var duplicates = 0
    package var lastEvent: Timestamp?
  }

  package private(set) var strings = Interner()
  private(set) var groups = Groups()
  /// By group: whether its events write, where they do not say so themselves (COUNTING 18).
  private var writesByName: [Bool] = []
  private var writesByAction: [UInt32: Bool] = [:]
  private(set) var alertSets = AlertSets()
  private(set) var cores = Column<Row.Core>()
  private(set) var keys = Column<EventKey>()
  private(set) var places = Column<RecordPlace>()
  private(set) var eventIDs = Column<UInt32>()
  private(set) var details = Column<Row.Details>()
  /// How often a copy of an event took the details' place of the one held.
  private(set) var replacements = 0
  private(set) var deduplicator = Deduplicator()
  private(set) var order = TimeOrder()
  /// By row, the correlations that it completed.
  private(set) var raised: [Int: [RaisedRow]] = [:]
  /// The rows of ``raised`` in the order in which that was found out.
  private(set) var raisedRows: [Int] = []
  /// By key, what a filter that asks about alerts will say of events that may complete correlations. As many as events that correlations
  /// remember.
  private var outlooks: [EventKey: FilterOutlook] = [:]
  /// What that filter's questions about alerts say of a rule.
  private var answers: (@Sendable (Int) -> [Bool])?
  /// Where details are kept, which is where somebody looks on.
  private(set) var arisen = ArisenAlerts()
  let rules: [Rule]
  private let duplicates: EventStore.Duplicates
  private let keepsDetails: Bool
  private let keep: Int
  package private(set) var sources: [SourceCounts]
  /// How many events have left to make room.
  package private(set) var dropped = 0

  init(
    sources: Int, duplicates: EventStore.Duplicates, rules: [Rule], keepsDetails: Bool, keep: Int
  ) {
    self.rules = rules
    self.sources = [SourceCounts](repeating: SourceCounts(), count: sources)
    (self.duplicates, self.keepsDetails, self.keep) = (duplicates, keepsDetails, keep)
  }

  /// The `eventID` of a row; nil for a record without one.
  package func eventID(_ row: Int) -> String? {
    StoredEvents.eventID(eventIDs[row], keys[row], strings)
  }

  func hasEventID(_ row: Int) -> Bool { eventIDs[row] != 0 }

  /// Whether a row's `eventID` stands before another's, by bytes; both have one.
  func isEventID(_ row: Int, before other: Int) -> Bool {
    if eventIDs[row] == StoredEvents.spelledByKey, eventIDs[other] == StoredEvents.spelledByKey {
      return keys[row] < keys[other]
    }
    guard let id = eventID(row), let otherID = eventID(other) else { return false }
    return ExactString(id) < ExactString(otherID)
  }

  /// The `eventID` of a row that has `id` in ``eventIDs``.
  static func eventID(_ id: UInt32, _ key: EventKey, _ strings: Interner) -> String? {
    switch id {
    case spelledByKey: key.uuid
    case 0: nil
    default: strings[id]
    }
  }

  /// Stands in `eventIDs` where the key spells the id.
  private static let spelledByKey = UInt32.max

  // MARK: Appending

  /// Gives the strings, groups and alert sets that an intake has met since the last time ids of the store's own.
  mutating func learn(_ names: IntakeNames, _ translation: inout Translation) {
    for id in translation.strings.count..<names.strings.count {
      translation.strings.append(names.strings.withUTF8(UInt32(id)) { strings.intern($0) })
    }
    for number in translation.groups.count..<names.groups.count {
      let theirs = names.groups[UInt32(number)]
      let ours = Group(
        account: translation.strings[Int(theirs.account)],
        principal: translation.strings[Int(theirs.principal)],
        action: translation.strings[Int(theirs.action)], type: translation.strings[Int(theirs.type)])
      translation.groups.append(groups.number(of: ours))
      if writesByName.count < groups.count { writesByName.append(writesByName(ours)) }
    }
    for set in names.alertSets.sets[translation.alertSets.count...] {
      translation.alertSets.append(alertSets.number(of: set))
    }
  }

  private mutating func writesByName(_ group: Group) -> Bool {
    if let known = writesByAction[group.action] { return known }
    let writes = strings.withUTF8(group.action) { action in
      Access(eventName: action.drop { $0 != UInt8(ascii: ":") }.dropFirst()) == .write
    }
    writesByAction[group.action] = writes
    return writes
  }

  /// Whether the event changed something (COUNTING 18).
  func isWrite(_ core: Row.Core) -> Bool {
    if core.flags.contains(.saysWrite) { return true }
    return !core.flags.contains(.saysRead) && writesByName[Int(core.group)]
  }

  /// Brings ``order`` up to date.
  mutating func putInOrder() { order.update(cores) }

  /// How many rows ahead the index of keys is fetched: its slots lie all over the memory, and waiting for each would cost more than
  /// all else.
  private static let lookAhead = 16

  mutating func append(_ rows: [Row], _ translation: Translation) {
    for (index, row) in rows.enumerated() {
      if index + Self.lookAhead < rows.count { deduplicator.prefetch(rows[index + Self.lookAhead].key) }
      append(row, translation)
    }
  }

  private mutating func append(_ row: Row, _ translation: Translation) {
    var core = row.core
    core.group = translation.groups[Int(core.group)]
    core.error = translation.strings[Int(core.error)]
    core.alerts = translation.alertSets[Int(core.alerts)]
    let source = Int(core.source)
    sources[source].read += 1
    // Not by the generic max, which is not specialised for a type of another room.
    if sources[source].lastEvent.map({ $0.milliseconds < core.time.milliseconds }) ?? true {
      sources[source].lastEvent = core.time
    }
    if let held = deduplicator.find(row.key, orInsert: cores.end, keys: keys) {
      resolve(core, row, translation, against: held)
      return
    }
    count(core, by: 1)
    cores.append(core)
    keys.append(row.key)
    places.append(row.place)
    eventIDs.append(row.isUUID ? StoredEvents.spelledByKey : translation.strings[Int(row.eventID)])
    if keepsDetails {
      details.append(row.details.translated(by: translation))
      for rule in alertSets.sets[Int(core.alerts)].indices { arisen.add(rule, row: cores.end - 1) }
    }
    makeRoom()
  }

  /// Keeps one of two copies of an event, and counts the other as its source's duplicate.
  private mutating func resolve(_ core: Row.Core, _ row: Row, _ translation: Translation, against held: Int) {
    let old = cores[held]
    guard duplicates == .least, isBefore(core, row.place, old, places[held]) else {
      sources[Int(core.source)].duplicates += 1
      return
    }
    sources[Int(old.source)].duplicates += 1
    count(old, by: -1)
    count(core, by: 1)
    if core.time != old.time { order = TimeOrder() }
    cores[held] = core
    places[held] = row.place
    if keepsDetails {
      details[held] = row.details.translated(by: translation)
      replacements += 1
    }
  }

  /// Adds a rule to those that an event matched; no alert is out of scope.
  mutating func raise(_ correlation: RaisedRow, of key: EventKey) {
    guard let row = deduplicator.find(key, keys: keys) else { return }
    var core = cores[row]
    let rule = correlation.rule
    raised[row, default: []].append(correlation)
    raisedRows.append(row)
    if keepsDetails { arisen.add(rule, row: row) }
    let matched = alertSets.sets[Int(core.alerts)].indices
    guard !matched.contains(rule) else { return }
    core.alerts = alertSets.number(of: RuleMatches(indices: matched + [rule]))
    count(core, by: -1)
    core.flags.insert(.inScope)
    if let passes = passes(row, key) {
      if passes { core.flags.insert(.passesFilter) } else { core.flags.remove(.passesFilter) }
    }
    count(core, by: 1)
    cores[row] = core
  }

  mutating func expect(
    _ outlooks: [EventKey: FilterOutlook], answers: @escaping @Sendable (Int) -> [Bool]
  ) {
    self.answers = answers
    self.outlooks.merge(outlooks) { kept, _ in kept }
  }

  /// What the filter says of a row with the correlations that it has completed; nil where that changes nothing.
  private func passes(_ row: Int, _ key: EventKey) -> Bool? {
    guard let outlook = outlooks[key], let answers else { return nil }
    return outlook.passes((raised[row] ?? []).map { answers($0.rule) })
  }

  private mutating func count(_ core: Row.Core, by step: Int) {
    if core.flags.contains(.inWindow), !core.flags.contains(.inScope) {
      sources[Int(core.source)].outOfScope += step
    }
  }

  private mutating func makeRoom() {
    while cores.end - cores.start > keep, cores.end - cores.start > Column<Row.Core>.segmentLength {
      dropped += min(Column<Row.Core>.segmentLength, cores.end - cores.start)
      cores.dropFirstSegment()
      keys.dropFirstSegment()
      places.dropFirstSegment()
      eventIDs.dropFirstSegment()
      if keepsDetails { details.dropFirstSegment() }
      raised = raised.filter { $0.key >= cores.start }
    }
  }

  // MARK: Order of copies

  /// Whether the first copy counts rather than the second: the least by what is counted of them, then the earlier source, then the
  /// earlier place (COUNTING 19).
  private func isBefore(
    _ new: Row.Core, _ newPlace: RecordPlace, _ old: Row.Core, _ oldPlace: RecordPlace
  ) -> Bool {
    if new.time != old.time { return new.time < old.time }
    if new.group != old.group, let isBefore = isBefore(groups[new.group], groups[old.group]) {
      return isBefore
    }
    if new.error != old.error { return strings.isLess(new.error, old.error) }
    let (isError, wasError) = (new.flags.contains(.error), old.flags.contains(.error))
    if isError != wasError { return !isError }
    let (access, oldAccess) = (new.flags.spokenAccess, old.flags.spokenAccess)
    if access != oldAccess { return access < oldAccess }
    return (new.source, newPlace) < (old.source, oldPlace)
  }

  /// Nil where they differ in nothing that counts.
  private func isBefore(_ new: Group, _ old: Group) -> Bool? {
    if new.account != old.account { return strings.isLess(new.account, old.account) }
    if new.principal != old.principal { return strings.isLess(new.principal, old.principal) }
    if new.action != old.action { return strings.isLess(new.action, old.action) }
    let (type, oldType) = (ExactString(typeName(new)), ExactString(typeName(old)))
    return type == oldType ? nil : type < oldType
  }
}

extension StoredEvents {
  /// `userIdentity.type`; a missing one is `Unknown` (COUNTING 15).
  func typeName(_ group: Group) -> String { group.type == 0 ? "Unknown" : strings[group.type] }
}

extension Row.Flags {
  /// `readOnly` as a word, by which copies are ordered: empty, `read`, `write`.
  fileprivate var spokenAccess: Int { contains(.saysRead) ? 1 : contains(.saysWrite) ? 2 : 0 }
}

extension Row.Details {
  fileprivate func translated(by translation: Translation) -> Row.Details {
    var details = self
    for field in [
      \Row.Details.session, \.region, \.sourceIP, \.userAgent, \.accessKey, \.target, \.issuedKey,
    ] {
      details[keyPath: field] = translation.strings[Int(details[keyPath: field])]
    }
    return details
  }
}
