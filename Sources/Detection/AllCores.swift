import Glibc
import Synchronization

extension Array where Element: Sendable {
  /// The results of `body` for the elements, in their order, worked out on as many threads as there are cores.
  func mapOnAllCores<Result: Sendable>(_ body: @escaping @Sendable (Element) -> Result) -> [Result] {
    let work = SharedWork(self, body)
    let others = Swift.min(count, sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1
    let threads = (0..<Swift.max(0, others)).compactMap { _ in work.start() }
    work.run()
    for thread in threads { pthread_join(thread, nil) }
    return work.results
  }
}

/// What threads take from one list, element by element.
private final class SharedWork<Element: Sendable, Result: Sendable>: Sendable {
  private let elements: [Element]
  private let body: @Sendable (Element) -> Result
  private let state: Mutex<(next: Int, results: [Result?])>

  init(_ elements: [Element], _ body: @escaping @Sendable (Element) -> Result) {
    (self.elements, self.body) = (elements, body)
    state = Mutex((0, [Result?](repeating: nil, count: elements.count)))
  }

  /// All of them, once every thread has come to its end.
  var results: [Result] { state.withLock { $0.results.compactMap { $0 } } }

  /// Works until nothing is left.
  func run() {
    while let place = next() {
      let result = body(elements[place])
      state.withLock { $0.results[place] = result }
    }
  }

  private func next() -> Int? {
    state.withLock { state in
      guard state.next < elements.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// A thread that works too; nil where none can be had, which leaves more to the others.
  func start() -> pthread_t? {
    let running = Running { self.run() }
    // Handed to the thread as one retained pointer, which the thread takes over.
    let pointer = Unmanaged.passRetained(running)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Running>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, pointer.toOpaque())
    if code != 0 { pointer.release() }
    return code == 0 ? thread : nil
  }
}

/// A thread's work without its types: C's function pointers take no generic ones.
private final class Running: Sendable {
  let body: @Sendable () -> Void

  init(body: @escaping @Sendable () -> Void) { self.body = body }
}
