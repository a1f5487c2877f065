import AWS
import CloudTrail
import Synchronization
import Testing

@testable import Pipeline

@Suite("The loop of the runtime")
struct RuntimeLoopTests {
  private struct Echo: LambdaFunction {
    func answer(to invocation: Invocation) async throws(FunctionError) -> [UInt8] {
      guard invocation.payload != Array("bad".utf8) else { throw FunctionError("Bad", "no \"good\" event") }
      return invocation.payload
    }
  }

  private func event(_ id: String, _ body: String) -> Result<HTTPAnswer, HTTPError> {
    .status(
      200, body,
      [
        HTTPHeader("Lambda-Runtime-Aws-Request-Id", id),
        HTTPHeader("Lambda-Runtime-Deadline-Ms", "1795521660000"),
      ])
  }

  private func run(
    _ network: ScriptedNetwork, making function: any LambdaFunction = Echo(),
    failing error: FunctionError? = nil
  ) async -> FunctionError {
    let loop = RuntimeLoop(api: RuntimeAPI(address: "127.0.0.1:9001", http: network)) { _ in }
    return await loop.run { () throws(FunctionError) in
      if let error { throw error }
      return function
    }
  }

  @Test("asks, answers, and asks again until Lambda is gone")
  func order() async {
    let network = ScriptedNetwork([
      event("a", "{\"n\":1}"), .status(202), event("b", "{\"n\":2}"), .status(202),
      .failure(.unreachable("gone")),
    ])
    #expect(await run(network) == FunctionError("RuntimeAPI", "gone"))
    let base = "http://127.0.0.1:9001/2018-06-01/runtime/invocation"
    #expect(
      network.asked.map { "\($0.method) \($0.url) \($0.text)" } == [
        "GET \(base)/next ", #"POST \#(base)/a/response {"n":1}"#, "GET \(base)/next ",
        #"POST \#(base)/b/response {"n":2}"#, "GET \(base)/next ",
      ])
  }

  @Test("the next event is waited for without a limit")
  func patience() async {
    let network = ScriptedNetwork([.failure(.unreachable("gone"))])
    _ = await run(network)
    #expect(network.asked.first?.timeLimit == nil)
    #expect(network.asked.first?.silenceLimit == .seconds(30 * 86_400))
  }

  @Test("a failure is told with its type, and the next event asked for")
  func failure() async throws {
    let network = ScriptedNetwork([event("a", "bad"), .status(202), .failure(.unreachable("gone"))])
    _ = await run(network)
    try #require(network.asked.count == 3)
    let told = network.asked[1]
    #expect(told.url == "http://127.0.0.1:9001/2018-06-01/runtime/invocation/a/error")
    #expect(told.headers["Lambda-Runtime-Function-Error-Type"] == "Bad")
    #expect(told.text == #"{"errorMessage":"no \"good\" event","errorType":"Bad","stackTrace":[]}"#)
  }

  @Test("what cannot begin is told, and no event is asked for")
  func begin() async {
    let network = ScriptedNetwork([.status(202)])
    let error = FunctionError("Settings", "X is not set")
    #expect(await run(network, failing: error) == error)
    #expect(network.asked.map(\.url) == ["http://127.0.0.1:9001/2018-06-01/runtime/init/error"])
  }

  @Test("an answer that Lambda does not take ends the process, which Lambda starts again")
  func refused() async {
    let network = ScriptedNetwork([event("a", "{}"), .status(500, "container error")])
    let error = await run(network)
    #expect(error.type == "RuntimeAPI")
    #expect(error.message.contains("status 500: container error"))
  }

  @Test(
    "a handler's last word names the function",
    arguments: [
      ("notify", PipelineFunction.notify), ("bootstrap.forward", .forward), ("", nil), ("handler", nil),
    ])
  func handlers(handler: String, function: PipelineFunction?) {
    #expect(PipelineFunction(handler: handler) == function)
  }
}
