/// Sends requests through libcurl: HTTP/2 where the server has it, connections kept, gzip, TLS always verified, no redirects.
package final class HTTPClient: HTTPTransport, HTTPStreaming {
  private let thread: TransferThread

  package init(route: HTTPRoute) { thread = TransferThread(route: route) }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    let line = try RequestLine(request)
    let ticket = TransferThread.Ticket()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let sink = WholeAnswer(limit: request.largestAnswer, whole: continuation)
        thread.start(request, line, into: sink, as: ticket)
      }
    } onCancel: {
      thread.cancel(ticket)
    }
    return try result.get().unpacked(limit: request.largestAnswer, from: line.origin)
  }

  package func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
    let line = try RequestLine(request)
    let ticket = TransferThread.Ticket()
    let buffer = StreamBuffer()
    thread.start(request, line, into: buffer, as: ticket)
    let head = await withTaskCancellationHandler {
      await buffer.head()
    } onCancel: {
      thread.cancel(ticket)
    }
    return try AnswerStream(head: head.get(), buffer: buffer, thread: thread, ticket: ticket)
  }
}
