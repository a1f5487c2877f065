import CloudTrail
import Feeds
import Query
import Terminal
import Text

/// Follows every source of a question at once: the events of a time that `--since` names, then what comes.
struct Following<Sink: EventSink>: Sendable {
  let question: Question
  let polled: PolledSources
  /// Keeps how far a source's files have been read; nil to begin anew each time.
  var positions: (@Sendable (EventSource) -> PositionKeeper)?
  /// Makes where the events of a source go, by its name.
  let makeSink: @Sendable (_ source: String) -> Sink

  /// Comes back when no source goes on.
  func run() async -> ExitStatus {
    await withTaskGroup(of: ExitStatus.self) { group in
      for source in polled.sources { group.addTask { await follow(source) } }
      for source in question.sources { group.addTask { await follow(source) } }
      var worst = ExitStatus.done
      for await status in group where status != .done { worst = status }
      return worst
    }
  }

  private func follow(_ source: EventSource) async -> ExitStatus {
    switch source.kind {
    case .demo(let demo):
      let start = question.now.milliseconds
      if question.since != nil {
        DemoFeed(demo).readHistory(shiftedBy: start - Demo.end, into: makeSink(source.name))
      }
      await DemoFeed(demo).live(from: start, clock: { Clock.now.milliseconds }, into: makeSink(source.name))
      return .done
    case .path("-"):
      let feed = FileFeed(["-"], threads: 1)
      let report = await feed.run { _ in makeSink(source.name) }
      for note in report.sources.flatMap(\.notes) { complain("iamwatch: \(sanitised(note))") }
      return report.sources.allSatisfy { $0.state == .complete } ? .done : .unread
    case .path(let path): return await followFiles(path, of: source)
    case .openSearch, .insights, .logEvents, .liveTail: return .done
    }
  }

  private func follow(_ source: PolledSources.Source) async -> ExitStatus {
    async let told: Void = source.tellFailures { complain("iamwatch: \(sanitised("\(source.name): \($0)"))") }
    await source.feed.run(from: question.since ?? question.now, into: makeSink(source.name))
    await told
    return .done
  }

  private func followFiles(_ path: String, of source: EventSource) async -> ExitStatus {
    let (fromStart, keeper) = (question.since != nil, positions?(source))
    // Waiting for inotify blocks its thread, which must not be one of the pool's.
    return await onOwnThread {
      do throws(TailError) {
        var feed = try TailFeed(path, fromStart: fromStart, keeper: keeper)
        feed.run(
          into: makeSink(source.name), tell: { complain("iamwatch: \(sanitised($0))") }, isOver: { false })
        return .done
      } catch {
        complain("iamwatch: \(sanitised(error.reason))")
        return .unread
      }
    }
  }
}
