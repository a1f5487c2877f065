import CloudTrail
import Query

/// Reads a source that is polled: its past first, then what comes, each document once. Whatever fails is tried again for as long as
/// the task runs, and the health says so meanwhile.
package struct Poller<Source: PolledSource>: LiveFeed {
  private let source: Source
  private let health: FeedHealth
  private let clock: PollClock
  private let overlap: Overlap
  private let pace: PollPace
  private let keeper: CursorKeeper?

  /// - Parameter keeper: keeps how far the source has been read; nil to begin anew each time.
  package init(
    _ source: Source, health: FeedHealth, clock: PollClock = .system, overlap: Overlap = Overlap(),
    pace: PollPace = PollPace(), keeper: CursorKeeper? = nil
  ) {
    (self.source, self.health, self.clock) = (source, health, clock)
    (self.overlap, self.pace, self.keeper) = (overlap, pace, keeper)
  }

  package func run(from start: Timestamp, into sink: some EventSink) async {
    var cursor = keeper?.cursor(from: start, overlap: overlap) ?? Cursor(start: start, overlap: overlap)
    var pace = pace
    while !Task.isCancelled {
      if source.costsByReading, let pause = health.budgetPause(at: clock.now()) {
        health.fellShort("the budget of an hour is spent; asked again in \(pause.components.seconds) s")
        await clock.sleep(pause)
        continue
      }
      let window = cursor.window(at: clock.now())
      switch await read(window, &cursor, into: sink) {
      case .whole(let fresh):
        health.succeeded(.live)
        if window.isHistory { await noteHistory(window, cursor) }
        await clock.sleep(pace.pause(fresh: fresh > 0))
      case .short(let failure):
        let pause = pace.pause(after: failure)
        if !Task.isCancelled { health.fellShort(failure.description) }
        await clock.sleep(pause)
      }
    }
  }

  package func readOnce(from start: Timestamp, through end: Timestamp, into sink: some EventSink) async {
    var cursor = Cursor(start: start, overlap: overlap)
    var pace = pace
    while true {
      let window = StoredWindow(from: cursor.window(at: end).from, through: end, isHistory: true)
      switch await read(window, &cursor, into: sink) {
      case .whole:
        health.succeeded(.complete)
        return await noteHistory(StoredWindow(from: start), cursor)
      case .short(let failure):
        // Of what is interrupted, the reason before is the one that helps.
        if failure.kind != .cancelled { health.fellShort(failure.description) }
        if !failure.isTransient || Task.isCancelled { return }
        await clock.sleep(pace.pause(after: failure))
      }
    }
  }

  private func noteHistory(_ window: StoredWindow, _ cursor: Cursor) async {
    await source.noteHistory(from: window.from, oldest: cursor.oldest, on: health, at: clock.now())
  }

  // MARK: One window

  private enum Outcome {
    /// All came; so many documents were new.
    case whole(fresh: Int)
    case short(SourceFailure)
  }

  private func read(_ window: StoredWindow, _ cursor: inout Cursor, into sink: some EventSink) async
    -> Outcome
  {
    let (began, aheadThen) = (clock.now(), clock.ahead())
    var reading = source.read(window)
    var fresh = 0
    var shortfall: String?
    var failure: SourceFailure?
    do throws(SourceFailure) {
      while let page = try await reading.next() {
        fresh += take(page, &cursor, into: sink)
        shortfall = shortfall ?? page.shortfall
        if let reached = page.reached, shortfall == nil { cursor.reach(reached, now: began) }
        keep(&cursor)
      }
    } catch {
      failure = error
    }
    await reading.close()
    if let failure { return .short(failure) }
    if let shortfall { return .short(SourceFailure(.transient, shortfall)) }
    // The first answers tell how fast this machine's clock is; a window was no longer than a slow one let it be.
    let correction = min(0, clock.ahead().milliseconds - aheadThen.milliseconds)
    let beganThere = Timestamp(milliseconds: began.milliseconds + correction)
    cursor.finish(began: min(beganThere, window.through ?? beganThere))
    keep(&cursor)
    return .whole(fresh: fresh)
  }

  private func keep(_ cursor: inout Cursor) {
    // Asked for also where nobody keeps it: the cursor holds what it has not told.
    guard let step = cursor.step() else { return }
    keeper?.keep(step, health: health)
  }

  /// Hands the page's new documents on; returns how many there were.
  private func take(_ page: Page, _ cursor: inout Cursor, into sink: some EventSink) -> Int {
    var late = 0
    let areNew = page.documents.map { document in
      let (isNew, isLate) = cursor.admit(document)
      if isLate { late += 1 }
      return isNew
    }
    // Most pages bring nothing but new documents, and need not be copied.
    let fresh = areNew.contains(false) ? zip(page.documents, areNew).filter(\.1).map(\.0) : page.documents
    let rejected = page.give(fresh, to: sink)
    health.took(page, late: late, rejected: rejected, at: clock.now())
    return fresh.count
  }
}
