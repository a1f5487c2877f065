import CloudTrail
import Dashboard
import Glibc
import Query
import State

/// Keeps the session and the marks in the state, off the screen's thread. What goes wrong is told behind `!`.
final class StateKeeping: Sendable {
  private enum Job: Sendable {
    case session(Remembered)
    case mark(Mark)
    case removal(Mark)
  }

  /// How the screen was left, and its marks.
  let remembered: Remembered
  let marks: [Mark]
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
      (file, remembered, marks) = (nil, Remembered(), [])
      inbox.deliver(
        .problem(
          Problem(
            source: "state", text: "neither XDG_STATE_HOME nor HOME is set: marks last for this session only")
        ))
      return
    }
    let state = OpenState(path, context: context)
    (file, remembered, marks) = (state.file, Remembered(state.session), state.marks.map(Mark.init))
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

  /// No more is coming: ``run()`` ends once all is kept.
  func close() { hand.finish() }

  func run() async {
    // On a disk that cannot be written that was told once, at the start.
    for await job in jobs where file?.isReadOnly == false {
      do throws(StateError) { try keep(job) } catch {
        inbox.deliver(.problem(Problem(source: "state", text: "not kept: \(error)")))
      }
    }
    // What it would tell is nothing that anybody could still read.
    try? file?.settle()
  }

  private func keep(_ job: Job) throws(StateError) {
    switch job {
    case .session(let remembered): try file?.keep(remembered.record, of: context)
    case .mark(let mark): try file?.keep(mark.kept, of: context)
    case .removal(let mark): try file?.removeMark(of: mark.kept.event, in: context)
    }
  }
}
