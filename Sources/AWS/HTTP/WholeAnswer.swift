import Synchronization

/// Collects an answer to its end, its body as it was sent.
final class WholeAnswer: AnswerSink {
  typealias Result = Swift.Result<HTTPAnswer, HTTPError>

  private struct State {
    var head = AnswerHead()
    var body: [UInt8] = []
    let whole: CheckedContinuation<Result, Never>
  }

  private let state: Mutex<State>
  /// In bytes.
  private let limit: Int

  init(limit: Int, whole: CheckedContinuation<Result, Never>) {
    self.limit = limit
    state = Mutex(State(whole: whole))
  }

  var takesGzip: Bool { true }

  func began(_ head: AnswerHead) { state.withLock { $0.head = head } }

  func take(_ bytes: UnsafeRawBufferPointer) -> BodyVerdict {
    state.withLock { state in
      guard bytes.count <= limit - state.body.count else { return .refused(.tooLarge(limit)) }
      state.body.append(contentsOf: bytes)
      return .taken
    }
  }

  func ended(_ error: HTTPError?) {
    state.withLock { state in
      if let error { return state.whole.resume(returning: .failure(error)) }
      let answer = HTTPAnswer(status: state.head.status, headers: state.head.headers, body: state.body)
      state.whole.resume(returning: .success(answer))
    }
  }
}
