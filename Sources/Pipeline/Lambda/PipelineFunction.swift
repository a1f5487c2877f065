import AWS

/// The pipeline's functions, by the name that `_HANDLER` or a command line has for each.
package enum PipelineFunction: String, CaseIterable, Sendable {
  case notify, forward

  /// Runs the function until Lambda ends it.
  /// - Parameter environment: the process's variables.
  /// - Returns: why it could not go on.
  package func run(environment: [String: String]) async -> FunctionError {
    guard let address = environment["AWS_LAMBDA_RUNTIME_API"], !address.isEmpty else {
      return FunctionError(
        "NotInLambda",
        "AWS_LAMBDA_RUNTIME_API is not set: this command is run by AWS Lambda, as a custom runtime")
    }
    let world = FunctionWorld(environment: environment)
    let loop = RuntimeLoop(api: RuntimeAPI(address: address, http: world.http), log: world.log)
    return await loop.run { () throws(FunctionError) in try make(world) }
  }

  /// The function that a handler names: its last word, so that both `notify` and `bootstrap.notify` do.
  package init?(handler: String) {
    self.init(rawValue: String(handler.split(separator: ".").last ?? ""))
  }

  private func make(_ world: FunctionWorld) throws(FunctionError) -> any LambdaFunction {
    switch self {
    case .notify: try NotifyFunction(world)
    case .forward: try ForwardFunction(world)
    }
  }
}
