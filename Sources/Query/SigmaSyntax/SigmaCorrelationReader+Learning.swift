import YAML

extension SigmaCorrelation.Kind {
  /// Whether it alerts about what differs from what it has learnt.
  package var learns: Bool { self == .firstSeen }
}

/// What correlations have that learn: keys of our own.
extension SigmaCorrelationReader {
  /// The fields whose values are to be new.
  func newFields() throws(SigmaError) -> [String] {
    if let node = body["condition"] {
      throw SigmaError("first_seen has no condition: the value of field is new", at: node)
    }
    let fields = try texts("field")
    guard !fields.isEmpty else {
      throw SigmaError("first_seen has a field, whose value is to be new", at: body)
    }
    return fields
  }

  /// - Parameter timespan: what is forgotten before all is learnt is never learnt.
  func baseline(
    of kind: SigmaCorrelation.Kind, within timespan: Int64
  ) throws(SigmaError) -> Int64 {
    guard kind.learns else {
      for key in ["baseline", "field"] {
        if let node = body[key] { throw SigmaError("\(key) is first_seen's", at: node) }
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
      let reason = "timespan, for which a value is remembered, is at least the baseline (24h by default)"
      throw SigmaError(reason, at: body["timespan"] ?? body)
    }
    return learnt
  }
}
