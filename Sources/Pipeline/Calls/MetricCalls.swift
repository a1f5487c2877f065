import AWS
import CloudTrail

/// A metric of CloudWatch.
package struct Metric: Hashable, Sendable {
  package enum Statistic: String, Sendable { case sum = "Sum", maximum = "Maximum" }

  package var namespace: String
  package var name: String
  /// In the order in which they are sent.
  package var dimensions: [Dimension]
  package var statistic = Statistic.sum

  package struct Dimension: Hashable, Sendable {
    package var name: String
    package var value: String
  }
}

extension AccountCalls {
  /// What each metric comes to over a window: the sum of its sums, or the largest of its maxima; 0 where it has no values.
  func values(
    of metrics: [Metric], from start: Timestamp, through end: Timestamp, in region: String
  ) async throws(CallFailure) -> [Metric: Double] {
    var form = [("StartTime", start.rfc3339), ("EndTime", end.rfc3339)]
    for (number, metric) in metrics.enumerated() { form += metric.query(number) }
    let answer = try await query(.getMetricData, in: region, form)
    var values: [Metric: Double] = [:]
    for result in answer.first("MetricDataResults")?.children ?? [] {
      guard let id = result["Id"]?.text.dropFirst(), let number = Int(id), metrics.indices.contains(number)
      else { continue }
      let numbers = result["Values"]?.children.compactMap { Double($0.text) } ?? []
      let metric = metrics[number]
      values[metric] = metric.statistic == .sum ? numbers.reduce(0, +) : numbers.max() ?? 0
    }
    return values
  }
}

extension Metric {
  /// The parts of a form that ask for this metric, five minutes a value.
  fileprivate func query(_ number: Int) -> [(String, String)] {
    let query = "MetricDataQueries.member.\(number + 1)"
    let stat = "\(query).MetricStat"
    var form = [
      ("\(query).Id", "m\(number)"), ("\(stat).Metric.Namespace", namespace),
      ("\(stat).Metric.MetricName", name), ("\(stat).Period", "300"), ("\(stat).Stat", statistic.rawValue),
    ]
    for (place, dimension) in dimensions.enumerated() {
      let member = "\(stat).Metric.Dimensions.member.\(place + 1)"
      form += [("\(member).Name", dimension.name), ("\(member).Value", dimension.value)]
    }
    return form
  }
}
