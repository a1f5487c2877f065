import Synchronization

/// What lies between the thread of the transfers and who reads a stream: bounded, and a side that waits is woken by the other.
final class StreamBuffer: AnswerSink {
  typealias Piece = Result<[UInt8]?, HTTPError>
  typealias Head = Result<AnswerHead, HTTPError>

  /// Beyond so many bytes the network waits.
  private static let enough = 1 << 20

  var takesGzip: Bool { false }

  private struct State {
    var head: AnswerHead?
    var bytes: [UInt8] = []
    var isPaused = false
    /// What ``next(resume:)`` says once everything is read; nil while more may come.
    var end: Piece?
    var headWaiter: CheckedContinuation<Head, Never>?
    var pieceWaiter: CheckedContinuation<Piece, Never>?
  }

  private let state = Mutex(State())

  /// The head, when it is there.
  func head() async -> Head {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if let head = state.head {
          continuation.resume(returning: .success(head))
        } else if case .failure(let error) = state.end {
          continuation.resume(returning: .failure(error))
        } else {
          state.headWaiter = continuation
        }
      }
    }
  }

  /// What has arrived; waits while there is nothing.
  /// - Parameter resume: Called when the network had to wait and may go on.
  func next(resume: @Sendable () -> Void) async -> Piece {
    await withCheckedContinuation { continuation in
      let wasPaused = state.withLock { state in
        if !state.bytes.isEmpty {
          continuation.resume(returning: .success(state.bytes))
          state.bytes = []
        } else if let end = state.end {
          continuation.resume(returning: end)
        } else {
          state.pieceWaiter = continuation
        }
        defer { state.isPaused = false }
        return state.isPaused
      }
      if wasPaused { resume() }
    }
  }

  func began(_ head: AnswerHead) {
    state.withLock { state in
      state.head = head
      state.headWaiter?.resume(returning: .success(head))
      state.headWaiter = nil
    }
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> BodyVerdict {
    state.withLock { state in
      if let waiter = state.pieceWaiter {
        state.pieceWaiter = nil
        waiter.resume(returning: .success(Array(bytes)))
        return .taken
      }
      state.isPaused = state.bytes.count >= StreamBuffer.enough
      if !state.isPaused { state.bytes.append(contentsOf: bytes) }
      return state.isPaused ? .later : .taken
    }
  }

  func ended(_ error: HTTPError?) {
    state.withLock { state in
      state.end = error.map { .failure($0) } ?? .success(nil)
      state.headWaiter?.resume(returning: .failure(error ?? .broken("an answer without a head")))
      state.headWaiter = nil
      state.pieceWaiter?.resume(returning: state.end ?? .success(nil))
      state.pieceWaiter = nil
    }
  }
}
