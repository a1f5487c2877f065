/// Whether a function works.
struct FunctionCheck {
  let facts: FunctionFacts
  /// What to do where it runs into its time-out.
  let remedy: String

  static let forwardRemedy =
    "the domain does not answer in time: look at its health (JVM pressure, red status), or raise the function's "
    + "timeout"
  static let notifyRemedy =
    "Slack does not answer in time: let the function reach the internet (NAT), or raise its timeout"

  func finding() -> Finding {
    let function: FunctionConfiguration
    switch facts.function {
    case .failure(.absent):
      return .broken("there is no function \(facts.name)", remedy: SecurityChecks.render)
    case .failure(let failure): return .unknown(failure)
    case .success(let found): function = found
    }
    if function.state != "Active" && function.state != "Inactive" || function.lastUpdate == "Failed" {
      return .broken(
        "\(facts.name) is \(function.state), its last update \(function.lastUpdate ?? "unknown")",
        remedy: "aws lambda get-function-configuration --function-name \(facts.name) says the reason")
    }
    switch facts.load {
    case .failure(let failure): return .unknown(failure)
    case .success(let load): return judge(load, of: function)
    }
  }

  /// By the metric, or by what Lambda writes into the log (Lambda developer guide, "Troubleshoot execution issues": time-outs).
  private func runsOutOfTime(_ load: FunctionLoad, _ function: FunctionConfiguration) -> Bool {
    load.longestMilliseconds >= Double(function.timeoutSeconds) * 1000
      || facts.complaints?.value?.last?.message.contains("Task timed out after ") ?? false
  }

  private func judge(_ load: FunctionLoad, of function: FunctionConfiguration) -> Finding {
    let count = "\(Int(load.errors)) of \(Int(load.invocations)) invocations"
    if load.isFailing, runsOutOfTime(load, function) {
      return .broken(
        "\(count) failed within the last hour, at the time-out of \(function.timeoutSeconds) s",
        remedy: remedy)
    }
    if load.isFailing {
      let said = facts.complaints?.value?.last.map { ": \($0.message.prefix(300))" } ?? ""
      return .broken(
        "\(count) failed within the last hour\(said)",
        remedy: "read its log: aws logs tail /aws/lambda/\(facts.name) --since 1h")
    }
    if load.throttles > 0 {
      return .broken(
        "\(Int(load.throttles)) invocations were throttled within the last hour",
        remedy:
          "raise or reserve concurrency: aws lambda put-function-concurrency --function-name \(facts.name)")
    }
    return .ok("\(count) failed within the last hour")
  }
}
