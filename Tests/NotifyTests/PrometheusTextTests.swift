import CloudTrail
import Query
import Testing

@testable import Notify

@Suite("The counters for Prometheus")
struct PrometheusTextTests {
  private func lines(_ counters: Counters, waiting: [String: Int] = [:]) -> [String] {
    PrometheusText(
      counters, started: Timestamp(milliseconds: 1_700_000_000_000), destinations: ["slack"],
      waiting: waiting,
      sources: [(#"opensearch:https://h/a"b\c"#, false)]
    ).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("each metric is there from the beginning, so that its first rise is seen")
  func zero() {
    let lines = lines(Counters())
    #expect(lines.contains("iamwatch_start_time_seconds 1700000000"))
    #expect(lines.contains(#"iamwatch_alerts_total{severity="critical"} 0"#))
    #expect(lines.contains(#"iamwatch_deliveries_total{destination="slack"} 0"#))
    #expect(lines.contains(#"iamwatch_deliveries_waiting{destination="slack"} 0"#))
  }

  @Test("what happened is counted")
  func counts() {
    let counters = Counters()
    counters.saw()
    counters.raised(.high, isSuppressed: true)
    counters.delivered("slack")
    counters.failed("slack")
    let lines = lines(counters, waiting: ["slack": 7])
    for expected in [
      "iamwatch_events_total 1", #"iamwatch_alerts_total{severity="high"} 1"#,
      "iamwatch_alerts_suppressed_total 1", #"iamwatch_deliveries_total{destination="slack"} 1"#,
      #"iamwatch_delivery_failures_total{destination="slack"} 1"#,
      #"iamwatch_deliveries_waiting{destination="slack"} 7"#,
    ] {
      #expect(lines.contains(expected))
    }
  }

  @Test("a label's quotes and backslashes are escaped, and the text ends with a line's end")
  func labels() {
    let lines = lines(Counters())
    #expect(lines.contains(#"iamwatch_source_up{source="opensearch:https://h/a\"b\\c"} 0"#))
    #expect(lines.last == "")
  }
}
