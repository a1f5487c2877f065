import CloudTrail
import Dashboard
import Detection
import Glibc
import Notify
import Query
import State

/// Keeps the session, the marks and what is decided about alerts in the state, off the screen's thread, and looks there for what other
/// programs decide. What goes wrong is told behind `!`.
final class StateKeeping: Sendable {
  private enum Job: Sendable {
    case session(Remembered)
    case mark(Mark)
    case removal(Mark)
    case decision(AlertDecision)
    case undoing(AlertDecision)
    /// Another program may have decided something.
    case look
  }

  /// How the screen was left, its marks, and what was decided.
  let remembered: Remembered
  let marks: [Mark]
  let decided: [AlertDecision]
  /// What correlations learnt in runs of `watch`.
  let learnt: Learnt
  private let file: StateFile?
  private let context: String
  private let inbox: Inbox
  private let jobs: AsyncStream<Job>
  private let hand: AsyncStream<Job>.Continuation

  /// Opens the state and reads what it has for these sources.
  init(_ question: Question, inbox: Inbox) {
    self.inbox = inbox
    context = StateKeeping.context(of: question.sources)
    (jobs, hand) = AsyncStream.makeStream(of: Job.self)
    guard let path = StatePath.file(environment: { Environment[$0] }) else {
      (file, remembered, marks, decided, learnt) = (nil, Remembered(), [], [], Learnt())
      inbox.deliver(
        .problem(
          Problem(
            source: "state", text: "neither XDG_STATE_HOME nor HOME is set: marks last for this session only")
        ))
      return
    }
    let state = OpenState(path, context: context)
    (file, remembered, marks) = (state.file, Remembered(state.session), state.marks.map(Mark.init))
    decided = state.alertDecisions.compactMap(AlertDecision.init)
    learnt = Learnt(
      (try? state.file?.learnt(of: context)) ?? [], (try? state.file?.rhythms(of: context)) ?? [])
    for problem in state.problems { inbox.deliver(.problem(Problem(source: "state", text: problem))) }
  }

  /// A name for the sources, in their order; paths whole, so that another folder's `logs` is another one.
  static func context(of sources: [EventSource]) -> String {
    sources.map { source in
      guard case .path(let path) = source.kind, path != "-", !path.hasPrefix("/") else { return source.name }
      guard let folder = getcwd(nil, 0) else { return source.name }
      defer { free(folder) }
      return "\(String(cString: folder))/\(path)"
    }.joined(separator: "\n")
  }

  func keep(_ remembered: Remembered) { hand.yield(.session(remembered)) }
  func keep(_ mark: Mark) { hand.yield(.mark(mark)) }
  func remove(_ mark: Mark) { hand.yield(.removal(mark)) }
  func keep(_ decision: AlertDecision) { hand.yield(.decision(decision)) }
  func remove(_ decision: AlertDecision) { hand.yield(.undoing(decision)) }

  /// No more is coming: ``run()`` ends once all is kept.
  func close() { hand.finish() }

  func run() async {
    // On a disk that cannot be written that was told once, at the start.
    guard let file, !file.isReadOnly else { return }
    let looking = Task { [hand] in
      while (try? await Task.sleep(for: .seconds(1))) != nil { hand.yield(.look) }
    }
    var known = Known()
    for await job in jobs {
      do throws(StateError) { try perform(job, file, &known) } catch {
        inbox.deliver(.problem(Problem(source: "state", text: "not kept: \(error)")))
      }
    }
    looking.cancel()
    // What it would tell is nothing that anybody could still read.
    try? file.settle()
  }

  /// What was found when others' decisions were last looked for.
  private struct Known {
    var changes: Int64?
    var decisions: [AlertDecisionRecord]?
  }

  private func perform(_ job: Job, _ file: StateFile, _ known: inout Known) throws(StateError) {
    switch job {
    case .session(let remembered): try file.keep(remembered.record, of: context)
    case .mark(let mark): try file.keep(mark.kept, of: context)
    case .removal(let mark): try file.removeMark(of: mark.kept.event, in: context)
    case .decision(let decision):
      try file.keep(decision.kept, of: context)
      try deliverDecisions(file, &known)
    case .undoing(let decision):
      try file.remove(decision.kept, of: context)
      try deliverDecisions(file, &known)
    case .look:
      let changes = try file.otherChanges()
      guard changes != known.changes else { return }
      known.changes = changes
      try deliverDecisions(file, &known)
    }
  }

  /// Tells the screen what is decided, where that is something else than it was.
  private func deliverDecisions(_ file: StateFile, _ known: inout Known) throws(StateError) {
    let decisions = try file.alertDecisions(of: context)
    guard decisions != known.decisions else { return }
    known.decisions = decisions
    inbox.deliver(.decisions(decisions.compactMap(AlertDecision.init)))
  }
}
