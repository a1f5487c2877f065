import YAML

extension SigmaCorrelation.Kind {
  /// Whether it alerts about what differs from what it has learnt.
  package var learns: Bool { self == .firstSeen || self == .silence }
}

/// What correlations have that learn: keys of our own.
extension SigmaCorrelationReader {
  /// The fields whose values are to be new; none of a silence.
  func newFields(of kind: SigmaCorrelation.Kind) throws(SigmaError) -> [String] {
    if let node = body["condition"] {
      throw SigmaError("\(kind.rawValue) has no condition: it alerts about what was not learnt", at: node)
    }
    guard kind == .firstSeen else {
      if let node = body["field"] { throw SigmaError("field is first_seen's", at: node) }
      return []
    }
    let fields = try texts("field")
    guard !fields.isEmpty else {
      throw SigmaError("first_seen has a field, whose value is to be new", at: body)
    }
    return fields
  }

  /// A silence without rules is about all events, of which but two things are asked.
  func checkSilence(
    _ groupBy: [String], _ rules: [SigmaReference], _ timespan: Int64
  ) throws(SigmaError) {
    let node = body["group-by"] ?? body
    if rules.isEmpty, groupBy != ["account"], groupBy != ["source"] {
      throw SigmaError("a silence without rules has group-by: account, or group-by: source", at: node)
    }
    if !rules.isEmpty, groupBy.contains("source") {
      throw SigmaError("group-by: source is about all events: leave the rules out", at: node)
    }
    guard timespan <= SigmaCorrelation.longestRhythm else {
      throw SigmaError("a silence has a timespan of at most 90d", at: body["timespan"] ?? body)
    }
  }

  /// - Parameter timespan: what is forgotten before all is learnt is never learnt.
  func baseline(
    of kind: SigmaCorrelation.Kind, within timespan: Int64
  ) throws(SigmaError) -> Int64 {
    guard kind.learns else {
      for key in ["baseline", "field"] {
        if let node = body[key] {
          throw SigmaError("\(key) is first_seen's\(key == "baseline" ? " and silence's" : "")", at: node)
        }
      }
      return 0
    }
    let node = body["baseline"]
    let baseline = try node.map { node throws(SigmaError) in try span("baseline", node, such: "7d") }
    let learnt = baseline ?? SigmaCorrelation.shortestBaseline
    guard learnt >= SigmaCorrelation.shortestBaseline else {
      throw SigmaError(
        "baseline is at least 24h: what a group does each day is to be learnt", at: node ?? body)
    }
    guard timespan >= learnt else {
      let reason = "timespan, for which is remembered, is at least the baseline (24h by default)"
      throw SigmaError(reason, at: body["timespan"] ?? body)
    }
    return learnt
  }
}
