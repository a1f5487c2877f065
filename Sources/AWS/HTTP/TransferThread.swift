import Glibc
import Synchronization

/// The thread on which every transfer runs, and the queue by which it is told what to do.
///
/// libcurl's multi interface belongs to one thread; the others only leave commands and ring. The thread ends with the last reference
/// to this object.
final class TransferThread: Sendable {
  /// Names one transfer, whose cancellation may be asked for before the command that starts it has arrived.
  final class Ticket: Sendable {
    let isCancelled = Atomic(false)
  }

  enum Command {
    case start(HTTPRequest, RequestLine, any AnswerSink, Ticket)
    case resume(Ticket)
    case cancel(Ticket)
    case close
  }

  private let queue = CommandQueue()

  init(route: HTTPRoute) {
    let work = TransferWork(queue: queue, route: route)
    // The work is handed to the thread as one retained pointer, which the thread takes over.
    let pointer = Unmanaged.passRetained(work).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<TransferWork>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, pointer)
    precondition(code == 0, "no thread could be started: error \(code)")
    pthread_detach(thread)
  }

  deinit { queue.post(.close) }

  func start(_ request: HTTPRequest, _ line: RequestLine, into sink: any AnswerSink, as ticket: Ticket) {
    queue.post(.start(request, line, sink, ticket))
  }

  func resume(_ ticket: Ticket) { queue.post(.resume(ticket)) }

  func cancel(_ ticket: Ticket) {
    ticket.isCancelled.store(true, ordering: .relaxed)
    queue.post(.cancel(ticket))
  }
}
