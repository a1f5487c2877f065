import Audit
import CloudTrail
import Detection
import Glibc
import Query
import Text

/// Summaries by the engine and by the store, of the same documents, in words that can be compared.
struct SummaryProbe {
  let events: [KeptEvent]

  /// Asks the engine by printing each question on a line and reading each answer from one; then prints both summaries.
  func run(_ request: SummaryRequest, by engine: any ProbedEngine) throws {
    var counted = engine.counting(request)
    while let question = counted.question {
      print(question)
      fflush(nil)
      guard let answer = readLine() else { fatalError("no answer") }
      try counted.take(answer)
    }
    let remarks = counted.answer.remarks.map { jsonString("\($0)") }.sorted()
    let lines = { (summary: Summary) in words(summary).map(jsonString).joined(separator: ",") }
    print(
      """
      {"done":true,"remarks":[\(remarks.joined(separator: ","))],\
      "engine":[\(lines(counted.answer.summary))],"store":[\(lines(stored().summary(of: request)))]}
      """)
  }

  private func stored() -> EventStore {
    let judge = Judge(scope: .all)
    let store = EventStore(rules: judge.rules, sources: 1, duplicates: .least, keepsDetails: true)
    var intake = Intake(judge: judge, source: 0, keepsDetails: true)
    for event in events { event.withEvent { intake.take($0, file: 0, isReadable: true) } }
    intake.commit(to: store)
    return store
  }

  private func words(_ summary: Summary) -> [String] {
    func counts(_ counts: Summary.Counts) -> String {
      "\(counts.events) \(counts.errors) \(counts.first.milliseconds) \(counts.last.milliseconds)"
    }
    var lines = ["\(summary.totals)", "\(summary.start as Any) \(summary.end as Any)"]
    lines += summary.accounts.map { "account \($0.account) \(counts($0.counts))" }
    lines += summary.principals.map {
      "principal \($0.principal) \($0.type) \($0.accounts) \(counts($0.counts))"
    }
    lines += summary.actions.map { "action \($0.action) \($0.access) \(counts($0.counts))" }
    lines += summary.groups.map { "group \($0.account) \($0.principal) \($0.action) \(counts($0.counts))" }
    lines += summary.timeline.buckets.map { "bucket \($0.start.milliseconds) \($0.events) \($0.errors)" }
    return lines
  }
}
