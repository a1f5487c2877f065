import CloudTrail

/// The documents of a window in order of their time, page by page.
///
/// Pages go on by `search_after` where a unique keyword tells apart the documents of one moment; otherwise, and behind a document that
/// lacks it, the next page begins again with the moment that the last one ended at, and what comes twice is known by its id.
package struct OpenSearchReading: PageReading {
  private let source: OpenSearchSource
  private let window: StoredWindow
  private var order: DocumentOrder?
  private var clause: [UInt8]?
  private var pointInTime: String?
  private var size: Int
  private var from: Timestamp
  private var after: [UInt8]?
  /// How many documents the window has, and how many of them came; nil once pages overlap and cannot be counted.
  private var count: (expected: Int, came: Int)?
  /// Pages go on by time alone.
  private var isByTime = false
  /// A page was too large: none is asked to be larger again.
  private var isCut = false
  private var isOver = false

  /// Hits a page: some 5 MB of records with their indexed fields.
  static let standardSize = 1000
  /// `index.max_result_window` (FACTS).
  static let largestSize = 10_000

  init(_ source: OpenSearchSource, _ window: StoredWindow) {
    (self.source, self.window, from) = (source, window, window.from)
    size = Self.standardSize
  }

  package mutating func next() async throws(SourceFailure) -> Page? {
    guard !isOver else { return nil }
    let order = try await begin()
    let request = SearchRequest(
      window: window, order: order, clause: clause, size: size, after: after, from: from,
      pointInTime: pointInTime)
    let answer: SearchAnswer
    do throws(SourceFailure) { answer = try await source.calls.search(request) } catch {
      try adapt(to: error)
      return try await next()
    }
    if answer.shards == 0 {
      throw SourceFailure(.lasting, "no index is named \(source.calls.address.pattern); check the pattern")
    }
    return page(answer, order)
  }

  package mutating func close() async {
    guard let held = pointInTime else { return }
    pointInTime = nil
    let calls = source.calls
    // A task of its own: this one may have been cancelled, and the domain holds no more than 300 points (FACTS).
    await Task { await calls.closePointInTime(held) }.value
  }

  /// Makes the next attempt smaller, or one without the point in time where that has ended: what has come by then stays as it is.
  private mutating func adapt(to error: SourceFailure) throws(SourceFailure) {
    if error.kind == .tooLarge || error.status == 413, size > 1 {
      (size, isCut) = (size / 2, true)
    } else if pointInTime != nil, error.status == 404 {
      pointInTime = nil
    } else {
      throw error
    }
  }

  /// What is found out before the first page.
  private mutating func begin() async throws(SourceFailure) -> DocumentOrder {
    if let order { return order }
    let found = try await source.order()
    clause = try await source.clause()
    // Without a unique field the pages of a point in time would overlap all the same.
    if window.isHistory, found.unique != nil { pointInTime = try await source.calls.openPointInTime() }
    order = found
    return found
  }

  private mutating func page(_ answer: SearchAnswer, _ order: DocumentOrder) -> Page {
    let documents = answer.documents
    var page = answer.page
    // Others of the last moment may be on the next page.
    page.reached = documents.last.map { Timestamp(milliseconds: $0.storedAt.milliseconds - 1) }
    isOver = documents.count < size
    if order.unique == nil || !answer.isLastSortWhole { isByTime = true }
    if isByTime {
      // What is missing already does not keep the next page from being another.
      let missing = advanceByTime(documents)
      page.shortfall = page.shortfall ?? missing
    } else {
      advance(by: answer)
    }
    if isOver, page.shortfall == nil, let count, count.came < count.expected {
      page.shortfall = "only \(count.came) of \(count.expected) documents came"
    }
    return page
  }

  private mutating func advance(by answer: SearchAnswer) {
    let came = answer.documents.count
    if after == nil { count = answer.total.map { ($0, 0) } }
    count?.came += came
    after = answer.lastSort ?? after
    // A page may be short of what was asked for and not be the last.
    if isOver, came > 0, let count, count.came < count.expected { isOver = false }
  }

  /// - Returns: what is missing, in words, where a whole page of one moment is not the whole moment.
  private mutating func advanceByTime(_ documents: [Page.Document]) -> String? {
    (after, count) = (nil, nil)
    guard !isOver, let last = documents.last else { return nil }
    if last.storedAt > from {
      from = last.storedAt
      return nil
    }
    if size < Self.largestSize, !isCut {
      size = Self.largestSize
      return nil
    }
    from = Timestamp(milliseconds: last.storedAt.milliseconds + 1)
    return
      "more than \(size) documents are of \(last.storedAt.rfc3339), and no keyword field tells them apart"
  }
}
