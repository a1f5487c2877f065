import CloudTrail
import Query

/// The counters in Prometheus' text format, for node_exporter's textfile collector ("Exposition formats", Text-based format).
package struct PrometheusText {
  package private(set) var text = ""

  /// - Parameters:
  ///   - destinations: the names of all there are, so that each has its lines from the beginning.
  ///   - waiting: how many alerts wait, by destination.
  ///   - sources: whether each source is being read without trouble.
  package init(
    _ counters: Counters, started: Timestamp, destinations: [String], waiting: [String: Int],
    sources: [(name: String, isWell: Bool)]
  ) {
    let counts = counters.now
    metric("start_time_seconds", "gauge", "When the program was started.", [("", Int(started.seconds))])
    metric("events_total", "counter", "Events looked at.", [("", counts.events)])
    metric(
      "alerts_total", "counter", "Alerts raised, suppressed ones too.",
      Severity.allCases.map { ("severity=\"\($0.name)\"", counts.alerts[$0.rawValue]) })
    metric("alerts_suppressed_total", "counter", "Alerts that were sent nowhere.", [("", counts.suppressed)])
    func each(_ values: [String: Int]) -> [(String, Int)] {
      destinations.map { (label("destination", $0), values[$0] ?? 0) }
    }
    metric("deliveries_total", "counter", "Alerts that a destination has.", each(counts.delivered))
    metric("delivery_failures_total", "counter", "Attempts that failed.", each(counts.failed))
    metric("deliveries_waiting", "gauge", "Alerts that wait for a destination.", each(waiting))
    metric(
      "source_up", "gauge", "Whether a source is being read without trouble.",
      sources.map { (label("source", $0.name), $0.isWell ? 1 : 0) })
  }

  private mutating func metric(_ name: String, _ type: String, _ help: String, _ lines: [(String, Int)]) {
    guard !lines.isEmpty else { return }
    text += "# HELP iamwatch_\(name) \(help)\n# TYPE iamwatch_\(name) \(type)\n"
    for (labels, value) in lines {
      text += labels.isEmpty ? "iamwatch_\(name) \(value)\n" : "iamwatch_\(name){\(labels)} \(value)\n"
    }
  }

  private func label(_ name: String, _ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": escaped += #"\\"#
      case "\"": escaped += #"\""#
      case "\n": escaped += #"\n"#
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\(name)=\"\(escaped)\""
  }
}
