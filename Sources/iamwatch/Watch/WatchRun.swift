import CloudTrail
import Detection
import Glibc
import Notify
import Query
import State
import Terminal
import Text

/// Follows every source and tells each alert, until a signal, until nobody reads the output, or until no source goes on.
struct WatchRun {
  let question: Question
  let destinations: [any Destination]
  /// What is less bad is no alert.
  let floor: Severity
  /// For how many milliseconds alerts of one rule and group are sent once; 0 sends each.
  let quiet: Int64
  let metricsFile: String?
  /// Services are read anew, and not on from where the run before ended.
  let isFresh: Bool

  /// How long what is under way may take once the program is asked to end.
  private static let grace = Duration.seconds(5)

  /// `blockSignals` must have been called before any thread was started.
  ///
  /// - Throws: ``UsageError`` where nothing can be kept.
  func run() async throws(UsageError) -> ExitStatus {
    let state = try WatchState(question, isFresh: isFresh)
    let counters = Counters()
    let deliveries = Deliveries(destinations, state, decided: question.decided, counters)
    let (endings, end) = AsyncStream.makeStream(of: ExitStatus.self)
    let taker = try taker(state, deliveries, counters) { end.yield(.done) }
    let polled = PolledSources(
      question, askForCode: nil, narrows: true, keeper: state.keeper)
    let housekeeping = Housekeeping(
      deliveries: deliveries, counters: counters, polled: polled, metricsFile: metricsFile, taker: taker,
      // What cannot be forgotten now is tried in an hour.
      forgetOld: { try? state.forgetOld(question.rules.correlations) })
    deliveries.tellOfOthers()
    let following = Task {
      let status = await Following(
        question: question, polled: polled, positions: state.positions, makeSink: { AlertSink(taker, of: $0) }
      ).run()
      await deliveries.drained()
      end.yield(status)
    }
    Task {
      let signal = await onOwnThread { awaitEndingSignal() }
      end.yield(signal == .interrupt ? .interrupted : .done)
    }
    let keeping = Task { await housekeeping.run() }
    let status = await endings.first { _ in true } ?? .done
    ServiceNotice.send("STOPPING=1")
    following.cancel()
    keeping.cancel()
    await deliveries.end(within: WatchRun.grace)
    housekeeping.writeMetrics()
    try? state.file.settle()
    return status
  }

  private func taker(
    _ state: WatchState, _ deliveries: Deliveries, _ counters: Counters,
    nobodyReads: @escaping @Sendable () -> Void
  ) throws(UsageError) -> AlertTaker {
    let settings = AlertBook.Settings(
      context: state.context, destinations: destinations, accountNames: question.accountNames, quiet: quiet,
      decided: question.decided)
    let world = AlertBook.World(
      printLine: { if !printResult($0) { nobodyReads() } },
      tell: { complain("iamwatch: \(sanitised($0))") }, now: { Clock.now })
    let book = AlertBook(
      state.file, settings, bells: deliveries.bells, counters: counters, world: world)
    let earlier = try state.observations(for: question.rules.correlations)
    return AlertTaker(
      AlertMaker(
        question.judgeOfWhatComes, earlier: earlier, learnt: try state.learnt(), seesAll: question.seesAll),
      of: question.rules, floor: floor, book: book, counters: counters)
  }
}
