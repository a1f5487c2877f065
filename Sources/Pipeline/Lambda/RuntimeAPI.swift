import AWS
import Audit
import CloudTrail
import Text

/// The interface between Lambda and a custom runtime, version 2018-06-01 (AWS Lambda, "Using the Lambda runtime API").
struct RuntimeAPI: Sendable {
  private let base: String
  private let http: any HTTPTransport

  /// - Parameter address: host and port, as `AWS_LAMBDA_RUNTIME_API` has them.
  init(address: String, http: any HTTPTransport) {
    base = "http://\(address)/2018-06-01/runtime"
    self.http = http
  }

  /// Lambda hands over 6 MB at most (AWS Lambda, "Lambda quotas"), escaped at worst to a few times that.
  private static let largestEvent = 64 << 20
  /// The answer comes with the next event, in hours perhaps; in between, the whole machine stands still.
  private static let patience = Duration.seconds(30 * 86_400)

  /// Waits for the next event.
  func next() async throws(FunctionError) -> Invocation {
    var request = request("GET", "/invocation/next")
    request.timeLimit = nil
    request.silenceLimit = RuntimeAPI.patience
    request.largestAnswer = RuntimeAPI.largestEvent
    let answer = try await send(request)
    guard let id = answer.headers["Lambda-Runtime-Aws-Request-Id"],
      let deadline = answer.headers["Lambda-Runtime-Deadline-Ms"].flatMap(Int64.init)
    else { throw FunctionError("RuntimeAPI", "an event without its request id or its deadline") }
    return Invocation(
      requestID: id, deadline: Timestamp(milliseconds: deadline),
      traceID: answer.headers["Lambda-Runtime-Trace-Id"], payload: answer.body)
  }

  func answered(_ invocation: Invocation, _ answer: [UInt8]) async throws(FunctionError) {
    _ = try await send(request("POST", "/invocation/\(invocation.requestID)/response", answer))
  }

  func failed(_ invocation: Invocation, _ error: FunctionError) async throws(FunctionError) {
    _ = try await send(failure("/invocation/\(invocation.requestID)/error", error))
  }

  /// The function could not be made ready.
  func failedToBegin(_ error: FunctionError) async throws(FunctionError) {
    _ = try await send(failure("/init/error", error))
  }

  private func request(_ method: String, _ path: String, _ body: [UInt8] = []) -> HTTPRequest {
    HTTPRequest(method: method, url: base + path, body: body, mayUseProxy: false)
  }

  private func failure(_ path: String, _ error: FunctionError) -> HTTPRequest {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("errorMessage")
      writer.value(error.message)
      writer.key("errorType")
      writer.value(error.type)
      writer.key("stackTrace")
      writer.array([String]()) { $0.value($1) }
    }
    var request = request("POST", path, writer.bytes)
    request.headers["Content-Type"] = "application/vnd.aws.lambda.error+json"
    request.headers["Lambda-Runtime-Function-Error-Type"] = error.type
    return request
  }

  private func send(_ request: HTTPRequest) async throws(FunctionError) -> HTTPAnswer {
    let answer: HTTPAnswer
    do throws(HTTPError) { answer = try await http.send(request) } catch {
      throw FunctionError("RuntimeAPI", "\(error)")
    }
    guard (200..<300).contains(answer.status) else {
      let said = sanitised(String(decoding: answer.body.prefix(200), as: UTF8.self))
      throw FunctionError("RuntimeAPI", "\(request): status \(answer.status): \(said)")
    }
    return answer
  }
}
