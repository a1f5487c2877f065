import Glibc

/// Runs `body` on a thread of its own and waits, as a task does, for its result.
///
/// For what blocks, such as the event loop: the threads of Swift's pool must never wait for a person.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let work = Work { continuation.resume(returning: body()) }
    // The work is handed to the thread as one retained pointer, which the thread takes over.
    let pointer = Unmanaged.passRetained(work).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, pointer)
    precondition(code == 0, "no thread could be started: error \(code)")
    pthread_detach(thread)
  }
}

private final class Work {
  let body: () -> Void

  init(body: @escaping () -> Void) { self.body = body }
}
