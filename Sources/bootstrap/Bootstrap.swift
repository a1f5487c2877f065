import AWS
import Glibc
import Pipeline

/// The pipeline's functions as AWS Lambda starts them: `_HANDLER` says which.
@main
struct Bootstrap {
  static func main() async {
    let environment = ProcessVariables.all
    let handler = environment["_HANDLER"] ?? ""
    guard let function = PipelineFunction(handler: handler) else {
      let names = PipelineFunction.allCases.map(\.rawValue).joined(separator: " or ")
      end("_HANDLER is \"\(handler)\": the function's handler has to be \(names)")
    }
    end("\(await function.run(environment: environment))")
  }

  private static func end(_ reason: String) -> Never {
    FunctionLog.write(reason)
    exit(1)
  }
}
