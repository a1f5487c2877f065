import CloudTrail
import Detection
import Digest
import Feeds
import Glibc
import Notify
import State

/// What runs of `watch` on the same sources have in common: the ledger, the cursors, and that only one of them runs at a time.
struct WatchState {
  /// What was told is remembered for so long, in milliseconds: whoever reads longer histories again is told of them again.
  private static let memory: Int64 = 90 * 86_400_000

  let file: StateFile
  /// The sources' name in the state.
  let context: String
  private var reader: String { "watch \(context)" }

  /// - Parameter isFresh: forgets how far services were read; what was told is remembered all the same.
  /// - Throws: ``UsageError`` where there is no state to write to: without it alerts could be lost, and sent again and again.
  init(_ question: Question, isFresh: Bool) throws(UsageError) {
    context = StateKeeping.context(of: question.sources)
    guard let path = StatePath.file(environment: { Environment[$0] }) else {
      throw UsageError("watch keeps what it has sent: set XDG_STATE_HOME or HOME")
    }
    let state = OpenState(path, context: context)
    for problem in state.problems { complain(UsageError(problem)) }
    guard let file = state.file, !file.isReadOnly else {
      throw UsageError(
        "\(path): watch keeps what it has sent, and cannot; name another folder in XDG_STATE_HOME")
    }
    self.file = file
    try WatchState.lock("\(path).watch-\(SHA256(of: context.utf8).description.prefix(16))")
    guard isFresh else { return }
    do throws(StateError) { try file.forget(reader: reader) } catch { throw UsageError("\(path): \(error)") }
  }

  /// Forgets what is too old to matter.
  func forgetOld(_ correlations: CorrelationSources) throws(StateError) {
    let now = Clock.now.milliseconds
    try file.forgetAlerts(seenBefore: now - WatchState.memory)
    try file.forgetObservations(of: context, memory: correlations.memory, now: now)
    try file.forgetLearnt(
      of: context, memory: correlations.learningMemory, others: WatchState.memory, now: now)
    try file.forgetRhythms(of: context, before: now - WatchState.memory)
  }

  /// Keeps how far a source has been read.
  func keeper(of source: EventSource) -> CursorKeeper {
    CursorKeeper(file, reader: reader, source: StateKeeping.context(of: [source]))
  }

  /// Keeps how far a source's files have been read.
  func positions(of source: EventSource) -> PositionKeeper {
    PositionKeeper(file, reader: reader, source: StateKeeping.context(of: [source]))
  }

  /// What runs before this one observed, as far as it still matters.
  func observations(for correlations: CorrelationSources) throws(UsageError) -> [Observation] {
    do throws(StateError) {
      try forgetOld(correlations)
      return try file.observations(of: context).compactMap { record in
        correlations.observation(
          time: Timestamp(milliseconds: record.time), id: record.event, fields: record.fields,
          ruleIDs: record.rules)
      }
    } catch {
      throw UsageError("the state: \(error)")
    }
  }

  /// What correlations learnt in runs before this one.
  func learnt() throws(UsageError) -> Learnt {
    do throws(StateError) { return Learnt(try file.learnt(of: context), try file.rhythms(of: context)) } catch
    {
      throw UsageError("the state: \(error)")
    }
  }

  /// Takes the lock until the process ends: two would each send what the other is sending.
  private static func lock(_ path: String) throws(UsageError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw UsageError("\(path): \(String(cString: strerror(errno)))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw UsageError("another watch runs on these sources; end it, or set XDG_STATE_HOME for this one")
    }
  }
}
