/// An answer read piece by piece.
final class AnswerStream: HTTPStream {
  let status: Int
  let headers: [HTTPHeader]
  private let buffer: StreamBuffer
  private let thread: TransferThread
  private let ticket: TransferThread.Ticket

  init(head: AnswerHead, buffer: StreamBuffer, thread: TransferThread, ticket: TransferThread.Ticket) {
    (status, headers) = (head.status, head.headers)
    (self.buffer, self.thread, self.ticket) = (buffer, thread, ticket)
  }

  deinit { thread.cancel(ticket) }

  func next() async throws(HTTPError) -> [UInt8]? {
    let (thread, ticket) = (thread, ticket)
    let piece = await withTaskCancellationHandler {
      await buffer.next { thread.resume(ticket) }
    } onCancel: {
      thread.cancel(ticket)
    }
    return try piece.get()
  }
}
