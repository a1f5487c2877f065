import CCurl
import Glibc
import Synchronization

/// What the thread of the transfers does, and all that it holds.
final class TransferWork {
  private let queue: CommandQueue
  private let route: HTTPRoute
  private var transfers: [ObjectIdentifier: (ticket: TransferThread.Ticket, transfer: Transfer)] = [:]

  init(queue: CommandQueue, route: HTTPRoute) {
    self.queue = queue
    self.route = route
  }

  /// Runs until it is told to close.
  func run() {
    // Signals are for the thread that reads them from a descriptor; a broken connection's SIGPIPE is for nobody.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    while true {
      for command in queue.take() {
        switch command {
        case .start(let request, let line, let sink, let ticket): start(request, line, sink, ticket)
        case .resume(let ticket): transfers[ObjectIdentifier(ticket)]?.transfer.resume()
        case .cancel(let ticket): transfers.removeValue(forKey: ObjectIdentifier(ticket))?.transfer.cancel()
        case .close: return close()
        }
      }
      iw_http_turn(queue.loop)
    }
  }

  private func start(
    _ request: HTTPRequest, _ line: RequestLine, _ sink: any AnswerSink, _ ticket: TransferThread.Ticket
  ) {
    guard !ticket.isCancelled.load(ordering: .relaxed) else { return sink.ended(.cancelled) }
    let key = ObjectIdentifier(ticket)
    let transfer = Transfer(request, line, by: route, into: sink) { [unowned self] in transfers[key] = nil }
    guard transfer.begin(in: queue.loop) else { return sink.ended(.broken("\(line.origin): out of memory")) }
    transfers[key] = (ticket, transfer)
  }

  private func close() {
    for (_, transfer) in transfers.values { transfer.cancel() }
    iw_http_close(queue.loop)
  }
}
