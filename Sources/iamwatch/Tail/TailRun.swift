import Audit
import CloudTrail
import Feeds
import Query
import Terminal
import Text

/// Follows every source at once and prints each event once.
struct TailRun {
  let question: Question
  let isJSON: Bool
  /// Nothing is taken up that a run before left.
  let isFresh: Bool

  func run() async -> ExitStatus {
    // It starts at now: what lies before is read only if --since says so.
    var judged = question
    if question.since == nil, question.sources.contains(where: { $0.demo != nil }) {
      judged.since = question.now
    }
    let given = GivenLines(question, isJSON: isJSON, isFresh: isFresh)
    let polled = PolledSources(
      question, asksForCodes: true, narrows: true, keeper: given.map { given in given.keeper })
    var maker = LineMaker(judged.judge)
    for id in given?.before ?? [] { maker.remember(eventID: id) }
    let printer = LinePrinter(maker, question, isJSON: isJSON, given: given)
    return await withTaskGroup(of: ExitStatus.self) { group in
      for source in polled.sources { group.addTask { await follow(source, printer) } }
      for source in question.sources { group.addTask { await follow(source, printer) } }
      var worst = ExitStatus.done
      for await status in group where status != .done { worst = status }
      return worst
    }
  }

  private func follow(_ source: EventSource, _ printer: LinePrinter) async -> ExitStatus {
    switch source.kind {
    case .demo(let demo):
      let start = question.now.milliseconds
      if question.since != nil {
        DemoFeed(demo).readHistory(shiftedBy: start - Demo.end, into: PrintingSink(printer))
      }
      await DemoFeed(demo).live(from: start, clock: { Clock.now.milliseconds }, into: PrintingSink(printer))
      return .done
    case .path("-"):
      let feed = FileFeed(["-"], threads: 1)
      let report = await feed.run { _ in PrintingSink(printer) }
      for note in report.sources.flatMap(\.notes) { complain("iamwatch: \(sanitised(note))") }
      return report.sources.allSatisfy { $0.state == .complete } ? .done : .unread
    case .path(let path): return await followFiles(path, printer)
    case .openSearch, .insights, .logEvents, .liveTail: return .done
    }
  }

  private func follow(_ source: PolledSources.Source, _ printer: LinePrinter) async -> ExitStatus {
    async let told: Void = source.tellFailures { complain("iamwatch: \(sanitised("\(source.name): \($0)"))") }
    await source.feed.run(from: question.since ?? question.now, into: PrintingSink(printer))
    await told
    return .done
  }

  private func followFiles(_ path: String, _ printer: LinePrinter) async -> ExitStatus {
    let fromStart = question.since != nil
    // Waiting for inotify blocks its thread, which must not be one of the pool's.
    return await onOwnThread {
      do throws(TailError) {
        var feed = try TailFeed(path, fromStart: fromStart)
        feed.run(
          into: PrintingSink(printer), tell: { complain("iamwatch: \(sanitised($0))") }, isOver: { false })
        return .done
      } catch {
        complain("iamwatch: \(sanitised(error.reason))")
        return .unread
      }
    }
  }
}
