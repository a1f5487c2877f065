import AWS
import CloudTrail
import Text

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
    let results = try await pages(.getMetricData, in: region, form, token: .next) {
      answer throws(CallFailure) in
      try Metric.results(of: answer)
    }
    // A metric's values may be on several pages.
    var values: [Metric: Double] = [:]
    for (number, numbers) in results where metrics.indices.contains(number) {
      let metric = metrics[number]
      let known = values[metric].map { [$0] } ?? []
      values[metric] =
        metric.statistic == .sum ? (known + numbers).reduce(0, +) : (known + numbers).max() ?? 0
    }
    return values
  }
}

extension Metric {
  /// The values of each metric by its number. One that CloudWatch could not read is no metric without values (API reference,
  /// MetricDataResult: StatusCode; a part of the values comes with the rest on the next page).
  fileprivate static func results(
    of answer: XMLElement
  ) throws(CallFailure) -> [(number: Int, values: [Double])] {
    var results: [(number: Int, values: [Double])] = []
    for result in answer.first("MetricDataResults")?.children ?? [] {
      if let status = result["StatusCode"]?.text, !["Complete", "PartialData"].contains(status) {
        let words = sanitised(String(status.prefix(100)))
        throw .failed(
          "cloudwatch:GetMetricData: \(words) for \(result["Label"].map { sanitised($0.text) } ?? "a metric")"
        )
      }
      guard let number = (result["Id"]?.text.dropFirst()).flatMap({ Int($0) }) else { continue }
      results.append((number, result["Values"]?.children.compactMap { Double($0.text) } ?? []))
    }
    return results
  }

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
