import Audit
import Feeds
import Text

/// Reads every source of a collection's question to its end, with the progress and what goes wrong on stderr.
struct ReadToEnd {
  let collection: Collection
  let polled: PolledSources
  /// How long each source that is a service may take.
  let timeout: Duration

  func run() async -> FileFeed.Report {
    let question = collection.question
    for (place, source) in question.sources.enumerated() {
      if let demo = source.demo { DemoFeed(demo).readHistory(shiftedBy: 0, into: collection.sink(place)) }
    }
    let progress = Progress { [store = collection.store] in
      let read = store.read { events in events.sources.reduce(0) { $0 + $1.read } }
      return "\(grouped(read)) events read…"
    }
    async let answered: Void = polled.readOnce(
      from: question.polledSince, through: question.polledEnd, limit: timeout
    ) { collection.sink($0) }
    let report = await collection.readFiles()
    await answered
    progress.end()
    tell(report)
    for source in polled.sources {
      if let remark = source.health.report.remark {
        complain("iamwatch: \(sanitised("\(source.name): \(remark)"))")
      }
    }
    collection.store.settle(at: question.now)
    return report
  }

  private func tell(_ report: FileFeed.Report) {
    for source in report.sources {
      for note in source.notes { complain("iamwatch: \(sanitised(note))") }
      if source.untold > 0 { complain("iamwatch: and \(source.untold) more that were no records") }
    }
  }
}
