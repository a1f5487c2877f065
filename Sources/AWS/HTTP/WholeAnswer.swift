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

  func began(_ head: AnswerHead) {
    state.withLock { state in
      state.head = head
      // No more than this for a server's word alone.
      let said = head.headers["Content-Length"].flatMap { Int($0) } ?? 0
      state.body.reserveCapacity(min(max(said, 0), limit, 1 << 24))
    }
  }

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
      // The body has one owner then, who need not copy it to append what scanning needs behind it.
      var body: [UInt8] = []
      swap(&body, &state.body)
      let answer = HTTPAnswer(status: state.head.status, headers: state.head.headers, body: body)
      state.whole.resume(returning: .success(answer))
    }
  }
}
