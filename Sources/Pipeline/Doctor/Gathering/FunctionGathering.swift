import CloudTrail

/// Asks all that is to be known of a function.
struct FunctionGathering: Sendable {
  let calls: AccountCalls
  let region: String
  let now: Timestamp

  /// What Lambda itself writes around every run; the lines between are the function's, which speaks only of what goes wrong.
  private static let frames = ["START ", "END ", "REPORT ", "INIT_START "]

  func facts(of name: String) async -> FunctionFacts {
    let load = await Answered.of { () throws(CallFailure) in try await measured(name) }
    var facts = FunctionFacts(
      name: name,
      function: await .of { () throws(CallFailure) in try await calls.function(name, in: region) },
      policy: await .of { () throws(CallFailure) in try await calls.functionPolicy(name, in: region) },
      load: load)
    if (load.value?.errors ?? 0) > 0 {
      facts.complaints = await .of { () throws(CallFailure) in try await complaints(of: name) }
    }
    return facts
  }

  private func complaints(of name: String) async throws(CallFailure) -> [LoggedEvent] {
    let lines = try await calls.events(of: "/aws/lambda/\(name)", since: now.anHourAgo, pages: 5, in: region)
    return lines.filter { line in !Self.frames.contains { line.message.hasPrefix($0) } }
  }

  private func measured(_ name: String) async throws(CallFailure) -> FunctionLoad {
    let metric = { (metric: String, statistic: Metric.Statistic) in
      Metric(
        namespace: "AWS/Lambda", name: metric,
        dimensions: [Metric.Dimension(name: "FunctionName", value: name)], statistic: statistic)
    }
    let metrics = [
      metric("Invocations", .sum), metric("Errors", .sum), metric("Throttles", .sum),
      metric("Duration", .maximum),
    ]
    let values = try await calls.values(of: metrics, from: now.anHourAgo, through: now, in: region)
    let sums = metrics.map { values[$0] ?? 0 }
    return FunctionLoad(
      invocations: sums[0], errors: sums[1], throttles: sums[2], longestMilliseconds: sums[3])
  }
}
