import CloudTrail
import Detection
import Query

/// One reading thread's way into the store: each event is judged and turned to a row at once, while its bytes are at hand, and rows
/// are handed over many at a time.
///
///     EventReader -> Judge (window, rules, scope, filter) -> Row -> EventStore (Deduplicator, columns)
package struct Intake {
  private let judge: Judge
  private let source: UInt16
  private let keepsDetails: Bool
  private let correlations: CorrelationSources
  private let takesBeats: Bool
  private let archive: (any RecordArchive)?
  private var names = IntakeNames()
  private var batch = RowBatch()
  /// Room of batches that were committed, for those to come.
  private var rooms: [RowBatch] = []
  /// What the store calls this intake's ids: it learns them batch by batch.
  private var translation = Translation()
  private var identityByAction = ByNumber<Bool>()
  private var actors = KnownActors()
  private var agents = RecentTexts()
  /// By their number.
  private var agentClasses = ByNumber<UInt32>()
  private var memo: RuleMemo
  /// By verdict, the number of its alerts' set.
  private var alertSets = ByNumber<UInt32>()

  /// An intake for records of one source.
  /// - Parameters:
  ///   - source: the source's place among those asked for.
  ///   - keepsDetails: whether rows get what event lists show beside what counting needs.
  ///   - archive: keeps the records that cannot be read again where they stand; nil to keep none.
  ///   - seesAll: whether the sources bring every event; where they bring some, a silence says nothing.
  package init(
    judge: Judge, source: Int, keepsDetails: Bool = false, archive: (any RecordArchive)? = nil,
    seesAll: Bool = true
  ) {
    self.judge = judge
    self.source = UInt16(clamping: source)
    self.keepsDetails = keepsDetails
    correlations = judge.rules.correlations
    takesBeats = seesAll && correlations.awaitsBeats
    self.archive = archive
    memo = RuleMemo(of: judge.rules)
  }

  /// Takes one event of `file`, whose records can be read again at their place if `isReadable`.
  package mutating func take(_ event: EventView, file: UInt32, isReadable: Bool) {
    let (counted, identityClass) = countedNames(of: event)
    let kind = kind(of: event, counted, identityClass)
    if let kind { memo.prefetch(kind) }
    let isIdentity = isIdentity(event, action: counted.action)
    let (key, isUUID) = EventKey.of(event)
    let (flags, verdict) = judge.judge(event, isIdentity: isIdentity, kind: kind, memo: &memo)
    batch.groups.append(
      Group(
        account: counted.account, principal: counted.principal, action: counted.action, type: counted.type))
    batch.rows.append(
      Row(
        core: Row.Core(
          time: event.time,
          group: 0,
          error: counted.error,
          alerts: alertSet(of: verdict),
          source: source,
          flags: flags),
        key: key,
        eventID: isUUID ? 0 : intern(event.eventID),
        isUUID: isUUID,
        place: place(of: event, file: file, isReadable: isReadable),
        details: keepsDetails ? details(of: event) : Row.Details()))
    if verdict.isObserved { observe(event, key, verdict) }
    if judge.asksAboutAlerts,
      let outlook = judge.outlook(
        on: event, memo[verdict], isBeat: takesBeats && flags.contains(.inWindow))
    {
      batch.outlooks[key] = outlook
    }
  }

  /// Notes what correlations are to know of the last row's event.
  private mutating func observe(_ event: EventView, _ key: EventKey, _ verdict: RuleSet.Verdict) {
    batch.sightings.append((batch.rows.count - 1, verdict))
    if verdict.isObservedItself {
      let rules = memo[verdict].sourcesOfEvents
      batch.observed.append(correlations.observation(of: event, id: key.uuid, matches: rules))
    }
  }

  /// The rows taken since this was last asked, to be committed or forgotten.
  package mutating func setAside() -> RowsSetAside {
    let taken = RowsSetAside(rooms.popLast() ?? RowBatch())
    taken.exchange(for: &batch)
    return taken
  }

  /// Hands the rows taken to `store`.
  package mutating func commit(to store: EventStore) { commit(setAside(), to: store) }

  /// Hands rows that were set aside to `store`.
  package mutating func commit(_ rows: RowsSetAside, to store: EventStore) {
    var batch = RowBatch()
    rows.exchange(for: &batch)
    // All at once and not event by event: one look-up need not wait for the memory of the one before.
    names.groups.number(batch.groups) { batch.rows[$0].core.group = $1 }
    store.append(batch, of: names, translation: &translation)
    if !correlations.isEmpty {
      let observed = observed(batch)
      store.observe(observed, batch.outlooks(of: observed), judge)
    }
    batch.removeAll()
    rooms.append(batch)
  }

  /// What correlations are to know, in the store's numbers.
  private func observed(_ batch: borrowing RowBatch) -> Observed {
    Observed(
      events: batch.observed,
      sightings: sightings(in: batch),
      beats: takesBeats ? beats(in: batch) : [])
  }

  private func beats(in batch: borrowing RowBatch) -> [Beats.Newest] {
    var beats = Beats()
    for (place, row) in batch.rows.enumerated() where row.core.flags.contains(.inWindow) {
      let account = batch.groups[place].account
      beats.take(.init(account: account, source: source, time: row.core.time, key: row.key))
    }
    return beats.all().map { beat in
      .init(
        account: translation.strings[Int(beat.account)], source: beat.source, time: beat.time, key: beat.key
      )
    }
  }

  private func sightings(in batch: borrowing RowBatch) -> [ObservedDays.Sighting] {
    var sightings: [ObservedDays.Sighting] = []
    sightings.reserveCapacity(batch.sightings.count)
    for (row, verdict) in batch.sightings {
      let (core, key) = (batch.rows[row].core, batch.rows[row].key)
      let group = translation.groups[Int(core.group)]
      memo.forEachSighted(by: verdict) { rule in
        sightings.append(.init(rule: rule, group: group, time: core.time, key: key))
      }
    }
    return sightings
  }

  /// What the event is counted by, and its identity's class for rules.
  private mutating func countedNames(of event: EventView) -> (CountedNames, identityClass: UInt32?) {
    let identity = event.identityNumber
    let known = identity.flatMap { actors[$0] }
    let counted = event.countedNames(actor: known?.names) { names.strings.intern($0) }
    if let known { return (counted, known.identityClass) }
    guard let identity else { return (counted, nil) }
    let identityClass = judge.hasRules ? memo.identityClass(of: event, type: counted.type) : nil
    actors[identity] = KnownActors.Actor(names: counted.actor, identityClass: identityClass)
    return (counted, identityClass)
  }

  private mutating func intern(_ text: JSONText?) -> UInt32 {
    guard let text else { return 0 }
    return text.withUTF8 { names.strings.intern($0) }
  }

  /// The number of the alerts that events of a verdict are.
  private mutating func alertSet(of verdict: RuleSet.Verdict) -> UInt32 {
    guard verdict.isAlert else { return 0 }
    if let known = alertSets[verdict.number] { return known }
    let number = names.alertSets.number(of: memo[verdict].alerts)
    alertSets[verdict.number] = number
    return number
  }

  /// Whether the event is of scope identity: asked of the record once an action, which names its service.
  private mutating func isIdentity(_ event: EventView, action: UInt32) -> Bool {
    if let known = identityByAction[action] { return known }
    let isIdentity = judge.isIdentity(event)
    identityByAction[action] = isIdentity
    return isIdentity
  }

  /// The event's kind; nil where there are no rules, and of one whose names do not tell all that rules may ask of them.
  private mutating func kind(
    of event: EventView, _ counted: CountedNames, _ identityClass: UInt32?
  ) -> RuleMemo.Kind? {
    guard judge.hasRules, event.isOrdinary else { return nil }
    return RuleMemo.Kind(
      action: counted.action, error: counted.error, type: counted.type, identity: identityClass,
      userAgent: agentClass(of: event))
  }

  /// What the memo calls `userAgent`.
  private mutating func agentClass(of event: EventView) -> UInt32 {
    let agent = userAgent(of: event)
    if let known = agentClasses[agent] { return known }
    let found = memo.agentClass(of: event, number: agent)
    agentClasses[agent] = found
    return found
  }

  /// The number of `userAgent`: a long text, of which most events have one of few.
  private mutating func userAgent(of event: EventView) -> UInt32 {
    guard let text = event.userAgent else { return 0 }
    return text.withUTF8 { agents.number(of: $0, in: &names.strings) }
  }

  private mutating func details(of event: EventView) -> Row.Details {
    var details = Row.Details()
    details.session = intern(event.session)
    details.region = intern(event.awsRegion)
    details.sourceIP = intern(event.sourceIPAddress)
    details.userAgent = userAgent(of: event)
    details.accessKey = intern(event.accessKeyId)
    if let target = Target.text(of: event) { details.target = intern(target) }
    details.issuedKey = intern(IssuedKey.text(of: event))
    details.sharedEvent = SharedEvent.hash(of: event)
    return details
  }

  private func place(of event: EventView, file: UInt32, isReadable: Bool) -> RecordPlace {
    if let archive, !isReadable || event.position == nil {
      return archive.keep(event.recordBytes) ?? .nowhere
    }
    return RecordPlace(
      file: file, offset: UInt64(event.position ?? 0), length: UInt32(event.recordBytes.count))
  }
}

/// What an intake's rows refer to by number.
struct IntakeNames: Sendable {
  var strings = Interner()
  var groups = Groups()
  var alertSets = AlertSets()
}

/// The store's ids for those of one intake.
struct Translation: Sendable {
  var strings: [UInt32] = []
  var groups: [UInt32] = []
  var alertSets: [UInt32] = []
}
