import CloudTrail
import State

/// How far a source has been read, and which documents of the overlap are known: what a poll asks next, and what of the answer is new.
package struct Cursor: Sendable {
  /// Everything stored until then has been read once.
  package private(set) var reached: Timestamp
  /// The store's time of the oldest document given, by this run.
  package private(set) var oldest: Timestamp?
  private let start: Timestamp
  private let overlap: Overlap
  /// The documents given: those behind the overlap are forgotten.
  private var known = KnownDocuments()
  /// Documents given since ``step()`` was asked last.
  private var unsaved: [GivenDocument] = []
  private var forgottenBefore: Timestamp?
  /// ``reached`` as ``step()`` told it last.
  private var told: Timestamp?
  private var isPastHistory = false
  /// It was kept by a run before this one, and nothing has been asked since.
  private var isResumed = false
  /// When the far overlap was last looked at, and when any was.
  private var farLook: Timestamp?
  private var nearLook: Timestamp?
  /// What is found now and was stored before came later than the overlap of every poll.
  private var lateBefore: Timestamp?

  /// A cursor that has read nothing, and never looks before `start`.
  package init(start: Timestamp, overlap: Overlap = Overlap()) {
    (self.start, reached, self.overlap) = (start, start, overlap)
  }

  /// The cursor of a run before this one: it first looks as far back as it would have now and then.
  package init(_ saved: CursorRecord, overlap: Overlap = Overlap()) {
    self.init(start: Timestamp(milliseconds: saved.start), overlap: overlap)
    reached = Timestamp(milliseconds: saved.reached)
    isResumed = true
    for (id, time) in saved.documents { _ = known.insert(id, storedAt: Timestamp(milliseconds: time)) }
  }

  /// How the cursor has moved since this was asked last; nil where it has not, as after a page of which all was known.
  package mutating func step() -> CursorStep? {
    guard !unsaved.isEmpty || reached != told else { return nil }
    defer { (unsaved, forgottenBefore, told) = ([], nil, reached) }
    return CursorStep(
      start: start.milliseconds, reached: reached.milliseconds, given: unsaved,
      forgottenBefore: forgottenBefore?.milliseconds)
  }

  /// What to ask next.
  package mutating func window(at now: Timestamp) -> StoredWindow {
    guard isPastHistory else {
      defer { isResumed = false }
      return StoredWindow(from: behind(isResumed ? overlap.far : overlap.near), isHistory: true)
    }
    lateBefore = behind(overlap.near)
    guard isDue(nearLook, every: overlap.nearEvery, now) else { return StoredWindow(from: behind(.zero)) }
    nearLook = now
    guard isDue(farLook, every: overlap.farEvery, now) else {
      return StoredWindow(from: behind(overlap.near))
    }
    farLook = now
    return StoredWindow(from: behind(overlap.far))
  }

  private func isDue(_ last: Timestamp?, every pause: Duration, _ now: Timestamp) -> Bool {
    last.map { now.milliseconds - $0.milliseconds >= pause.milliseconds } ?? true
  }

  /// Whether a document is new, and whether it came late; from now on it is known.
  package mutating func admit(_ document: Page.Document) -> (isNew: Bool, isLate: Bool) {
    guard known.insert(document.id, storedAt: document.storedAt) else { return (false, false) }
    oldest = min(oldest ?? document.storedAt, document.storedAt)
    unsaved.append(GivenDocument(id: document.id, storedAt: document.storedAt.milliseconds))
    return (true, lateBefore.map { document.storedAt < $0 } ?? false)
  }

  /// Everything stored up to `time` has been given. A document that claims to be of the future does not take the cursor there.
  package mutating func reach(_ time: Timestamp, now: Timestamp) {
    reached = max(reached, min(time, now))
  }

  /// A reading that began at `began` has come to its end, and gave everything.
  package mutating func finish(began: Timestamp) {
    isPastHistory = true
    reach(began, now: began)
    // By whole seconds, as Logs Insights takes its windows: what a look gives again must still be known.
    let oldest = Timestamp(seconds: behind(overlap.far).seconds)
    known.forget(before: oldest)
    forgottenBefore = oldest
  }

  private func behind(_ distance: Duration) -> Timestamp {
    max(start, Timestamp(milliseconds: reached.milliseconds - distance.milliseconds))
  }
}
