import CloudTrail
import Query

@testable import Detection

/// A correlation over rules named A, B, C, which match events of these names.
struct Correlating {
  let rules: RuleSet
  var engine: CorrelationEngine

  /// - Parameter lateness: in milliseconds.
  init(_ body: String, lateness: Int64 = 600_000, keepsLearnt: Bool = false) throws {
    let bases = ["A", "B", "C"].map { sigmaRule($0, id: $0) }.joined(separator: "---\n")
    let text = "\(bases)---\ntitle: Many\nid: many\n\(body)"
    let loaded = try RuleFiles.load([RuleFile(path: "c.yml", text: text)])
    rules = RuleSet([], correlations: loaded.correlations)
    engine = CorrelationEngine(rules.correlations, lateness: lateness, keepsLearnt: keepsLearnt)
  }

  /// The alerts of events in this order.
  mutating func run(_ events: [Event]) -> [CorrelationAlert] {
    let rules = rules
    let observed = RecordText.map(events.map { $0.record + "\n" }.joined()) { event in
      rules.observation(of: event, id: event.eventID?.string ?? "", matches: rules.matches(event))
    }
    return observed.flatMap { observed in observed.map { engine.take($0) } ?? [] }
  }
}

struct Event: Hashable {
  var second: Int
  var name: String
  var user = "kim"
  var value = "v"
  var id: String

  var record: String {
    let time = CivilTime(seconds: Int64(1_793_491_200 + second))
    return
      #"{"eventTime":"\#(time.date)T\#(time.clock)Z","eventID":"\#(id)","eventSource":"iam.amazonaws.com","#
      + #""eventName":"\#(name)","userAgent":"\#(user)","sourceIPAddress":"\#(value)"}"#
  }
}
