import AWS
import Audit
import CloudTrail
import Detection
import Feeds
import Query

/// A snapshot counted by the engine of its one source.
struct EngineRun: Sendable {
  let question: Question
  let output: OnceOptions
  private let source: PolledSources.Source
  private let engine: any CountingSource

  /// Nil where there is no engine to ask, or more is shown than counts.
  init?(_ question: Question, _ output: OnceOptions, _ polled: PolledSources) {
    guard output.aggregate != .local, output.format == .json || output.format == .csv,
      question.sources.count == 1, let source = polled.sources.first, let engine = source.engine
    else { return nil }
    (self.question, self.output, self.source, self.engine) = (question, output, source, engine)
  }

  /// The snapshot; nil where this machine is to count.
  func snapshot() async -> Snapshot? {
    if output.aggregate == .auto {
      guard let matches = await within(output.timeout, { try? await engine.matches(request, in: window) }),
        let matches, matches > output.keep
      else { return nil }
    }
    let counted = await counted()
    return Snapshot(
      generatedAt: question.now, filter: question.filterText, scope: question.scope,
      sources: [health(counted)], summary: counted?.summary ?? Summary(), accountNames: question.accountNames)
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

  /// What the engine counted, asked again for as long as that may help.
  private func counted() async -> EngineCount? {
    let counted = await within(output.timeout) { () -> EngineCount? in
      while !Task.isCancelled {
        do throws(SourceFailure) { return try await engine.count(request, in: window) } catch {
          if error.kind != .cancelled { source.health.fellShort(error.description) }
          guard error.isTransient else { return nil }
          try? await Task.sleep(for: .seconds(1))
        }
      }
      source.health.ranOut(of: output.timeout)
      return nil
    }
    return counted ?? nil
  }

  private func health(_ counted: EngineCount?) -> SourceHealth {
    var health = SourceHealth(source: source.name)
    guard let counted else {
      (health.state, health.error) = (.failed, source.health.report.error)
      return health
    }
    health.read = counted.summary.totals.events
    if source.engineBills { health.bytesScanned = counted.bytesScanned }
    let remarks = EngineRemark.allCases.filter(counted.remarks.contains)
    if !remarks.isEmpty {
      health.state = .partial
      health.error = "counted by the engine: " + remarks.map(\.rawValue).joined(separator: "; ")
    }
    return health
  }
}
