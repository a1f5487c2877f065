import CloudTrail
import Text

/// One hop of a marked event.
package struct TestedHop: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case rule, put
    case logGroup = "log group"
    case document, notification

    var arrival: String {
      switch self {
      case .rule, .put: ""
      case .logGroup: "it is in the log group"
      case .document: "it can be searched for"
      case .notification: "the notifier ran"
      }
    }
  }

  package enum State: String, Sendable { case arrived, missing, unknown }

  package var kind: Kind
  package var state: State
  package var evidence: String
  /// Since EventBridge took the event, to the second at which it was looked for.
  package var seconds: Double?

  init(_ kind: Kind, _ state: State, _ evidence: String, seconds: Double? = nil) {
    (self.kind, self.state, self.evidence, self.seconds) = (kind, state, evidence, seconds)
  }
}

/// How a marked event fared.
package struct PipelineTestReport: Sendable {
  package var event: MarkedEvent
  package var hops: [TestedHop] = []

  /// Whether it has not come somewhere, for certain or for all that can be told.
  package var verdict: TestedHop.State {
    if hops.contains(where: { $0.state == .missing }) { return .missing }
    return hops.contains { $0.state == .unknown } ? .unknown : .arrived
  }

  package var lines: [String] {
    ["event \(event.id) from \(event.account) in \(event.region)"]
      + hops.map { hop in
        let time =
          hop.seconds.map { "\(Int(($0 * 10).rounded()) / 10).\(Int(($0 * 10).rounded()) % 10) s" } ?? ""
        return
          "  \(padded(hop.state.rawValue, 8)) \(padded(hop.kind.rawValue, 13))\(padded(time, 9, .right))  "
          + sanitised(hop.evidence)
      }
  }

  /// `{"schema":"iamwatch.pipeline-test/1","account":S,"region":S,"eventID":S,"sentAt":T,"verdict":S,"hops":[…]}`
  package var json: String {
    let hops = hops.map { hop in
      "{\"hop\":\(jsonString(hop.kind.rawValue)),\"state\":\"\(hop.state.rawValue)\",\"seconds\":"
        + "\(hop.seconds.map { "\($0)" } ?? "null"),\"evidence\":\(jsonString(hop.evidence))}"
    }
    return "{\"schema\":\"iamwatch.pipeline-test/1\",\"account\":\(jsonString(event.account)),"
      + "\"region\":\(jsonString(event.region)),\"eventID\":\(jsonString(event.id)),"
      + "\"sentAt\":\(jsonString(event.time.rfc3339)),\"verdict\":\"\(verdict.rawValue)\",\"hops\":[\n"
      + "\(hops.joined(separator: ",\n"))\n]}\n"
  }
}
