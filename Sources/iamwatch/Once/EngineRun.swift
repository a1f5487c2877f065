import AWS
import Audit
import CloudTrail
import Detection
import Feeds
import Query

/// A snapshot counted by the engines of its sources.
struct EngineRun: Sendable {
  let question: Question
  let output: OnceOptions
  private let sources: [PolledSources.Engine]

  /// Nil where a source has no engine to ask, or more is shown than counts.
  init?(_ question: Question, _ output: OnceOptions, _ polled: PolledSources) {
    guard output.aggregate != .local, output.format == .json || output.format == .csv,
      let engines = polled.engines
    else { return nil }
    (self.question, self.output, sources) = (question, output, engines)
  }

  /// The snapshot; nil where this machine is to count.
  func snapshot() async -> Snapshot? {
    if output.aggregate == .auto, await matches() <= output.keep { return nil }
    let counts = await forEach { await counted(by: $0) }
    let answers = counts.compactMap { $0?.answer }
    let answer =
      sources.count == 1
      ? answers.first
      : EngineAnswer(of: request, merging: answers, isMissingSome: answers.count < sources.count)
    let remarks: Set<EngineRemark> = answers.count > 1 ? [.copiesAcrossSources] : []
    return Snapshot(
      generatedAt: question.now, filter: question.filterText, scope: question.scope,
      sources: zip(sources, counts).map { health($0, $1, remarks) }, summary: answer?.summary ?? Summary(),
      accountNames: question.accountNames)
  }

  /// How many documents match in all, of the sources whose engines say so.
  private func matches() async -> Int {
    let matches = await forEach { source in
      await within(output.timeout) { try? await source.engine.matches(request, in: window) }
    }
    return matches.compactMap { $0 ?? nil }.reduce(0, +)
  }

  /// What `body` gives for each source, side by side.
  private func forEach<Value: Sendable>(
    _ body: @escaping @Sendable (PolledSources.Engine) async -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      for (place, source) in sources.enumerated() { group.addTask { (place, await body(source)) } }
      var values: [Int: Value] = [:]
      for await (place, value) in group { values[place] = value }
      return sources.indices.compactMap { values[$0] }
    }
  }

  private var window: StoredWindow {
    StoredWindow(from: question.polledSince, through: question.polledEnd, isHistory: true)
  }

  private var request: SummaryRequest {
    var request = SummaryRequest(
      since: question.polledSince, until: question.until ?? question.now,
      predicate: question.inScope(question.filter), rows: output.top)
    // Where no rule is asked for, none is missed.
    if question.rules.rules.isEmpty { request.tables.remove(.alerts) }
    return request
  }

  /// What a source's engine counted, asked again for as long as that may help.
  private func counted(by source: PolledSources.Engine) async -> EngineCount? {
    let counted = await within(output.timeout) { () -> EngineCount? in
      while !Task.isCancelled {
        do throws(SourceFailure) { return try await source.engine.count(request, in: window) } catch {
          if error.kind != .cancelled { source.health.fellShort(error.description) }
          guard error.isTransient else { return nil }
          try? await Task.sleep(for: .seconds(1))
        }
      }
      source.health.ranOut(of: output.timeout)
      return nil
    }
    guard let counted, let counted else { return nil }
    await source.engine.noteHistory(from: question.polledSince, on: source.health, at: question.now)
    return counted
  }

  /// - Parameter shared: what has to be said of every source that was counted.
  private func health(
    _ source: PolledSources.Engine, _ counted: EngineCount?, _ shared: Set<EngineRemark>
  ) -> SourceHealth {
    var health = SourceHealth(source: source.name)
    guard let counted else {
      (health.state, health.error) = (.failed, source.health.report.error)
      return health
    }
    health.read = counted.answer.summary.totals.events
    if source.isBilled { health.bytesScanned = counted.bytesScanned }
    let remarks = counted.answer.remarks.union(shared)
    let reasons = EngineRemark.allCases.filter(remarks.contains).map(\.rawValue)
    if !reasons.isEmpty {
      health.state = .partial
      health.error = "counted by the engine: " + reasons.joined(separator: "; ")
    }
    health.take(source.health.report.history)
    return health
  }
}
