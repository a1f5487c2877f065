/// Who counts: this machine, once all events have come, or the source's engine, which tells counts alone.
enum Aggregate: String, CaseIterable {
  /// The engine where more match than are held here.
  case auto
  case local, engine

  /// - Throws: ``UsageError`` that names the flag and what it takes.
  init(flag: String?) throws(UsageError) {
    guard let text = flag ?? Environment.flag("AGGREGATE") else {
      self = .auto
      return
    }
    guard let aggregate = Aggregate(rawValue: text) else {
      let all = Aggregate.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("--aggregate \(text): one of \(all)")
    }
    self = aggregate
  }

  /// Why no engine counts though it was asked for: what a source without one holds is counted here, event by event, and engines tell no
  /// events by which the copies of those among theirs could be found.
  static func refusal(_ question: Question) -> UsageError {
    guard let other = question.sources.first(where: { !$0.counts }) else {
      return UsageError("--aggregate engine: needs --format json or csv")
    }
    return UsageError(
      "--aggregate engine: needs sources that count by themselves, opensearch:, aoss: or insights:; \(other.name) does not"
    )
  }
}
