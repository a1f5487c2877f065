import Audit
import CloudTrail
import Detection
import Query
import Text

/// Reads every source to its end and prints what the question's rules matched.
struct HuntRun {
  let question: Question
  let isJSON: Bool
  let timeout: Duration

  func run() async -> ExitStatus {
    let polled = PolledSources(question, askForCode: codeFromTerminal, narrows: true)
    let collection = Collection(question, duplicates: .least, keepsRecords: true)
    let report = await ReadToEnd(collection: collection, polled: polled, timeout: timeout).run()
    if isJSON {
      printEvents(of: .flag(.alert), in: collection) { $0.json() }
    } else {
      printByRule(collection)
    }
    let health = collection.health(report, polled: polled.reports)
    return health.allSatisfy { $0.state == .complete } ? .done : .unread
  }

  /// For each rule that matched a line and one for each of its events, the worst rules first; then which rules did not.
  private func printByRule(_ collection: Collection) {
    let alerts = collection.store.summary(of: SummaryRequest(since: question.since, until: question.until))
      .alerts
    let (names, glyphs) = (question.accountNames, Look.glyphs)
    for alert in alerts {
      printResult(Array("\(sanitised(HuntRun.heading(alert)))\n".utf8))
      let ofRule = Predicate.rule(TextPattern(exactly: alert.rule, caseSensitive: true))
      printEvents(of: ofRule, in: collection) { line in
        Array("  \(line.text(accountNames: names, glyphs: glyphs))  \(sanitised(line.eventID ?? "-"))\n".utf8)
      }
    }
    let found = Set(alerts.map(\.rule))
    let silent = question.rules.rules.map(\.id).filter { !found.contains($0) }
    let total = question.rules.rules.count
    let end = "\(alerts.count) of \(total) \(total == 1 ? "rule" : "rules") matched"
    let listed = silent.count <= 10 && !silent.isEmpty ? "; not \(silent.joined(separator: ", "))" : ""
    printResult(Array("\(sanitised(end + listed))\n".utf8))
  }

  /// `critical  trail-stopped  Trail stopped: 2 events, FIRST to LAST`.
  private static func heading(_ alert: Alert) -> String {
    let events = "\(grouped(alert.count)) \(alert.count == 1 ? "event" : "events")"
    let span =
      alert.first == alert.last ? alert.first.rfc3339 : "\(alert.first.rfc3339) to \(alert.last.rfc3339)"
    return "\(alert.severity.name)  \(alert.rule)  \(alert.title): \(events), \(span)"
  }

  private func printEvents(
    of predicate: Predicate, in collection: Collection, _ text: (EventLine) -> [UInt8]
  ) {
    let request = SummaryRequest(since: question.since, until: question.until, predicate: predicate)
    collection.store.forEachLine(
      of: request, archive: collection.archive, context: question.context
    ) { printResult(text($0)) }
  }
}
