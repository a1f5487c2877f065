import CloudTrail

/// What is stored in a window, group by group, and then what comes.
///
/// The stream is opened before the store is asked, so that nothing falls between the two. Where it does not open, the store is read all
/// the same.
package struct LiveTailReading: PageReading {
  private enum Stage {
    case opening, stored, live
    case over
  }

  private let source: LiveTailSource
  private let isLive: Bool
  private var stage: Stage
  private var stored: ArraySlice<LogEventsReading>
  /// Why there is no stream.
  private var failure: SourceFailure?
  /// Something was not whole, which makes the reading so.
  private var isShort = false
  /// Until when the stream is read.
  private var end: Timestamp

  /// For so many milliseconds it goes on after an update that was not whole: what waits behind it is taken along.
  private static let lookWhenShort: Int64 = 2000

  init(_ source: LiveTailSource, _ window: StoredWindow) {
    self.source = source
    isLive = !window.isHistory && window.through == nil
    stage = isLive ? .opening : .stored
    stored = source.stored.map { $0.read(window) }[...]
    end = Timestamp(milliseconds: source.clock.now().milliseconds + source.look.milliseconds)
  }

  package mutating func next() async throws(SourceFailure) -> Page? {
    while true {
      switch stage {
      case .opening: try await open()
      case .stored: if let page = try await nextStored() { return page }
      case .live: if let page = try await nextLive() { return page }
      case .over: return nil
      }
    }
  }

  /// The session stays open for the next reading.
  package mutating func close() async {}

  private mutating func open() async throws(SourceFailure) {
    stage = .stored
    do throws(SourceFailure) { try await source.session.open() } catch {
      if error.kind == .cancelled { throw error }
      failure = SourceFailure(
        error.kind, "Live Tail does not open, FilterLogEvents is asked instead: \(error)",
        status: error.status)
    }
  }

  private mutating func nextStored() async throws(SourceFailure) -> Page? {
    while let index = stored.indices.first {
      let page: Page?
      do throws(SourceFailure) { page = try await stored[index].next() } catch {
        await source.session.doubt()
        throw error
      }
      if var page {
        if page.shortfall != nil { isShort = true }
        // Of the groups behind it nothing has been read.
        if stored.count > 1 { page.reached = nil }
        return page
      }
      stored.removeFirst()
    }
    if let failure { throw failure }
    stage = isLive ? .live : .over
    return nil
  }

  private mutating func nextLive() async throws(SourceFailure) -> Page? {
    while stage == .live {
      let now = source.clock.now()
      let wasSound = await source.session.isSound
      guard now < end, let page = try await source.session.next() else { break }
      if page.shortfall != nil {
        isShort = true
        end = min(end, Timestamp(milliseconds: now.milliseconds + Self.lookWhenShort))
      } else if !wasSound, !isShort {
        // All is well again, which the end of a reading tells.
        stage = .over
      }
      // Most updates are empty, and tell nothing.
      if !page.documents.isEmpty || page.shortfall != nil { return page }
    }
    stage = .over
    // That all is well again is for the next one to tell.
    if isShort { await source.session.doubt() }
    return nil
  }
}
