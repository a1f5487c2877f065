import Audit
import CloudTrail
import Feeds
import Query

/// The sources of a question, their events in one store, and what became of each.
struct Collection: Sendable {
  let question: Question
  let store: EventStore
  let archive: FileArchive?
  private let files: FileFeed
  /// The place among the question's sources of each source that is files.
  private let filePlaces: [Int]
  private let keepsDetails: Bool

  /// - Parameters:
  ///   - keepsRecords: whether records are asked for again: by event lists, details and NDJSON.
  ///   - keep: the most events held.
  init(_ question: Question, duplicates: EventStore.Duplicates, keepsRecords: Bool, keep: Int = .max) {
    self.question = question
    keepsDetails = keepsRecords
    var paths: [String] = []
    var places: [Int] = []
    for (place, source) in question.sources.enumerated() {
      guard case .path(let path) = source.kind else { continue }
      paths.append(path)
      places.append(place)
    }
    files = FileFeed(paths)
    filePlaces = places
    archive = keepsRecords ? FileArchive(paths: files.paths) : nil
    store = EventStore(
      rules: question.rules, sources: question.sources.count, duplicates: duplicates,
      keepsDetails: keepsRecords,
      keep: keep, sourceNames: question.sources.map(\.name))
  }

  /// A way into the store for events of the source at `place`.
  func sink(_ place: Int, committed: @escaping @Sendable (Int) -> Void = { _ in }) -> StoreSink {
    let intake = Intake(
      judge: question.judge(of: place), source: place, keepsDetails: keepsDetails, archive: archive,
      seesAll: question.seesAll)
    return StoreSink(intake, store: store, committed: committed)
  }

  /// Reads every source that is files.
  func readFiles(committed: @escaping @Sendable (Int) -> Void = { _ in }) async -> FileFeed.Report {
    let places = filePlaces
    return await files.run { sink(places[$0], committed: committed) }
  }

  /// Every source's health, files by `report`, nil while they are being read, and services by `polled`, by their places.
  func health(_ report: FileFeed.Report?, polled: [Int: FeedHealth.Report]) -> [SourceHealth] {
    let counts = store.read { $0.sources }
    var health = zip(question.sources, counts).map { source, counts in
      var health = SourceHealth(source: source.name)
      (health.read, health.outOfScope, health.duplicates) = (
        counts.read, counts.outOfScope, counts.duplicates
      )
      health.lastEvent = counts.lastEvent
      return health
    }
    for (place, report) in polled { health[place].take(report, at: Clock.now) }
    for (index, place) in filePlaces.enumerated() {
      guard let report else {
        health[place].state = .live
        continue
      }
      let source = report.sources[index]
      health[place].state = source.state
      health[place].rejected = source.rejected
      if source.state != .complete { health[place].error = source.notes.first }
    }
    return health
  }
}

extension SourceHealth {
  /// What a service's feed knows beside what the store counts.
  fileprivate mutating func take(_ report: FeedHealth.Report, at now: Timestamp) {
    (state, rejected, late) = (report.state, report.rejected, report.late)
    error = report.error
    take(report.history)
    (bytesScanned, costUSD, costPerHourUSD) = (report.bytesScanned, report.costUSD, report.costPerHourUSD)
    (requests, throttles) = (report.requests, report.throttles)
    clockSlowSeconds = report.clockCorrection?.components.seconds
    // While the past is still being read, the newest event read says nothing about how far behind the source is.
    guard report.isCaughtUp else { return }
    lagSeconds = lastEvent.map { Double(max(0, now.milliseconds - $0.milliseconds)) / 1000 }
  }

  /// A window of which events were deleted is read in part; one that is older than the store is whole, and what it lacks is told.
  mutating func take(_ history: HistoryNote?) {
    guard case .begins(let start) = history else { return }
    error = error.map { "\($0); \(start)" } ?? start.description
    if start.hasLost, state != .failed { state = .partial }
  }
}
