import AWS

/// Takes events one after the other and hands back what the function makes of each.
struct RuntimeLoop: Sendable {
  let api: RuntimeAPI
  /// Writes a line to the function's log.
  let log: @Sendable (String) -> Void

  /// Runs until Lambda cannot be reached any more: it then ends the process and starts another.
  /// - Parameter make: makes the function ready, before the first event is asked for.
  /// - Returns: why it ended.
  func run(_ make: () async throws(FunctionError) -> any LambdaFunction) async -> FunctionError {
    let function: any LambdaFunction
    do throws(FunctionError) { function = try await make() } catch {
      log("\(error)")
      do throws(FunctionError) { try await api.failedToBegin(error) } catch { log("\(error)") }
      return error
    }
    while true {
      do throws(FunctionError) { try await takeOne(function) } catch {
        log("\(error)")
        return error
      }
    }
  }

  private func takeOne(_ function: any LambdaFunction) async throws(FunctionError) {
    let invocation = try await api.next()
    let answer: [UInt8]
    do throws(FunctionError) { answer = try await function.answer(to: invocation) } catch {
      log("\(invocation.requestID) \(error)")
      return try await api.failed(invocation, error)
    }
    try await api.answered(invocation, answer)
  }
}
