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
}
