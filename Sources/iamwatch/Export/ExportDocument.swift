import Audit
import CloudTrail
import Dashboard
import Digest
import Query

/// What an export holds, handed out piece by piece: a view may have millions of events.
struct ExportDocument {
  let request: ExportRequest
  let collection: Collection
  /// The view's counts where an engine made them.
  private let counted: Summary?
  private let searches = RecordSearches()

  init(request: ExportRequest, collection: Collection, counted: Summary? = nil) {
    (self.request, self.collection, self.counted) = (request, collection, counted)
  }

  /// Gives the document's bytes to `write` in order. Nothing for a picture, which the screen draws.
  func pieces(_ write: ([UInt8]) throws(ExportError) -> Void) throws(ExportError) {
    if [.snapshot, .groups, .events, .timeline].contains(request.kind) { searchRecords() }
    switch request.kind {
    case .snapshot: try write(snapshot.json())
    case .groups: try write(Array(snapshot.csv().utf8))
    case .events: try eachEvent { line throws(ExportError) in try write(line.json()) }
    case .markedEvents:
      for mark in request.marks { try write(EventLine(mark.row, record: mark.record).json()) }
    case .timeline: try timeline(write)
    case .markedTimeline: try markedTimeline(write)
    case .picture: break
    }
  }

  private var question: Question { collection.question }

  /// Looks at the records that the filter needs, before anything is asked of the store that would hold it up meanwhile.
  private func searchRecords() {
    guard let filter = request.events.predicate, filter.readsRecord, let archive = collection.archive else {
      return
    }
    _ = collection.store.search(
      filter, since: request.events.since, until: request.events.until, archive: archive,
      context: question.context, searches: searches
    ) { Task.isCancelled }
  }

  private func summary(of counted: SummaryRequest) -> Summary {
    collection.store.summary(
      of: counted, archive: collection.archive, context: question.context, searches: searches)
  }

  /// The snapshot of the view: that of `--once` with the same filter and window.
  private var snapshot: Snapshot {
    var summary = counted ?? summary(of: request.events)
    // A window that is open ends now, where events still come in (COUNTING 22).
    let isLive = request.sources.contains { $0.state == .live }
    if isLive, request.events.until == nil {
      summary.end = max(summary.end ?? request.writtenAt, request.writtenAt)
    }
    return Snapshot(
      generatedAt: request.writtenAt, filter: request.filter, scope: question.scope, sources: request.sources,
      summary: summary, accountNames: question.accountNames)
  }

  private func eachEvent(_ body: (EventLine) throws(ExportError) -> Void) throws(ExportError) {
    do {
      try collection.store.forEachLine(
        of: request.events, archive: collection.archive, context: question.context,
        searches: searches
      ) { line in
        try Task.checkCancellation()
        try body(line)
      }
    } catch let error as ExportError {
      throw error
    } catch {
      throw ExportError("the program ended before it was written")
    }
  }

  private func timeline(_ write: ([UInt8]) throws(ExportError) -> Void) throws(ExportError) {
    var report = MarkdownTimeline(accountNames: question.accountNames)
    var counted = request.events
    counted.tables = []
    let events = summary(of: counted).totals.events
    try write(head(of: report, "IAM activity", filter: request.filter, events: events))
    try eachEvent { line throws(ExportError) in
      let digest = line.record.map { SHA256(of: $0.bytes).description }
      try write(Array(report.text(of: line, note: "", digest: digest).utf8))
    }
  }

  private func markedTimeline(_ write: ([UInt8]) throws(ExportError) -> Void) throws(ExportError) {
    var report = MarkdownTimeline(accountNames: question.accountNames)
    try write(head(of: report, "Marked IAM activity", filter: nil, events: request.marks.count))
    for mark in request.marks {
      let line = EventLine(mark.row, record: mark.record)
      let digest = mark.record.map { SHA256(of: $0).description }
      try write(Array(report.text(of: line, note: mark.note, digest: digest).utf8))
    }
  }

  private func head(of report: MarkdownTimeline, _ title: String, filter: String?, events: Int) -> [UInt8] {
    let head = MarkdownTimeline.Head(
      title: title, writtenAt: request.writtenAt, sources: request.sources, filter: filter, events: events)
    return Array(report.text(of: head).utf8)
  }
}
