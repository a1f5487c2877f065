import CloudTrail
import Detection

/// One event as the store keeps it: numbers only, strings by their id in an ``Interner``.
package struct Row: Sendable {
  /// What counting asks for on every pass.
  package struct Core: Sendable {
    package var time: Timestamp
    /// Who did what where, by its number in ``Groups``.
    package var group: UInt32
    /// `errorCode`; 0 when there is none, as in a failed ConsoleLogin.
    package var error: UInt32
    /// The rules matched, by the number of their set; 0 for none.
    package var alerts: UInt32
    package var source: UInt16
    package var flags: Flags
  }

  /// What the event lists and NDJSON show beside.
  package struct Details: Sendable {
    package var session: UInt32 = 0
    package var region: UInt32 = 0
    package var sourceIP: UInt32 = 0
    package var userAgent: UInt32 = 0
    package var accessKey: UInt32 = 0
    package var target: UInt32 = 0
    /// The access key that the response carries: the event issued it.
    package var issuedKey: UInt32 = 0
    /// A hash of `sharedEventID`; 0 for none. Records that have it in common are compared before they count as copies.
    package var sharedEvent: UInt32 = 0

    package init() {}
  }

  /// Yes-and-no facts of an event.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let error = Flags(rawValue: 1)
    package static let denied = Flags(rawValue: 2)
    /// `readOnly` was true, or false; neither when the record does not say.
    package static let saysRead = Flags(rawValue: 4)
    package static let saysWrite = Flags(rawValue: 8)
    package static let inWindow = Flags(rawValue: 16)
    /// In scope, or out of it and matched by a rule: an alert is never out of scope.
    package static let inScope = Flags(rawValue: 32)
    package static let passesFilter = Flags(rawValue: 64)

    /// All that an event needs to be counted.
    static let counted: Flags = [.inWindow, .inScope, .passesFilter]
    var isCounted: Bool { isSuperset(of: .counted) }
  }

  package var core: Core
  package var key: EventKey
  /// The `eventID` when the key does not spell it; 0 when the key does, or when there is none.
  package var eventID: UInt32
  package var isUUID: Bool
  package var place: RecordPlace
  package var details: Details
}

/// Rows on their way into the store: what one reading thread hands over at a time.
struct RowBatch: Sendable {
  var rows: [Row] = []
  /// The group of each row, until it gets its number.
  var groups: [Group] = []
  /// What correlations are to know.
  var observed: [Observation] = []
  /// What first_seens that look at names alone are to know: rows, each with what it matched.
  var sightings: [(row: Int, verdict: RuleSet.Verdict)] = []
  /// By the keys of events, what the filter says once correlations have completed.
  var outlooks: [EventKey: FilterOutlook] = [:]

  /// Forgets all of it, and keeps the room.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    observed.removeAll(keepingCapacity: true)
    sightings.removeAll(keepingCapacity: true)
    outlooks.removeAll(keepingCapacity: true)
  }

  /// The outlooks of the events that correlations are told of: of a slot's events one stands for all.
  func outlooks(of told: Observed) -> [EventKey: FilterOutlook] {
    guard !outlooks.isEmpty else { return [:] }
    let keys = told.events.compactMap { EventKey(spelled: $0.id) } + told.sightings.map(\.key)
    let known = Set(keys + told.beats.map(\.key))
    return outlooks.filter { known.contains($0.key) }
  }
}

/// A batch that waits, to be committed once or forgotten.
///
/// A class: whoever commits it takes it out of here, where a copy that somebody still held would have all its rows copied.
package final class RowsSetAside {
  private var batch: RowBatch

  init(_ batch: consuming RowBatch) { self.batch = batch }

  /// How many rows there are.
  package var count: Int { batch.rows.count }

  /// Takes the rows, and leaves `room`.
  func exchange(for room: inout RowBatch) { swap(&room, &batch) }
}
