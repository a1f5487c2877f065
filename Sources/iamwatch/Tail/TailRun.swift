import Audit
import Feeds
import Query

/// Follows every source at once and prints each event once.
struct TailRun {
  let question: Question
  let isJSON: Bool
  /// Nothing is taken up that a run before left.
  let isFresh: Bool

  private static let silencesEvery = Duration.seconds(5)

  func run() async -> ExitStatus {
    let given = GivenLines(question, isJSON: isJSON, isFresh: isFresh)
    let polled = PolledSources(
      question, askForCode: codeFromTerminal, narrows: true, keeper: given.map { given in given.keeper })
    var maker = LineMaker(question.judgeOfWhatComes, seesAll: question.seesAll)
    for id in given?.before ?? [] { maker.remember(eventID: id) }
    let printer = LinePrinter(maker, question, isJSON: isJSON, given: given)
    let ticking = Task {
      while !Task.isCancelled {
        printer.tick(isCaughtUp: polled.isCaughtUp)
        try? await Task.sleep(for: TailRun.silencesEvery)
      }
    }
    defer { ticking.cancel() }
    return await Following(
      question: question, polled: polled, makeSink: { PrintingSink(printer, of: $0) }
    ).run()
  }
}

extension Question {
  /// What decides which events count of sources that are followed: from now on, unless `--since` says so.
  var judgeOfWhatComes: Judge {
    var judged = self
    if since == nil, sources.contains(where: { $0.demo != nil }) { judged.since = now }
    return judged.judge
  }
}
