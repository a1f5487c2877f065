import Dispatch
import Glibc
import Synchronization

/// The processor's cores, of which none should wait while a person does.
package enum Cores {
  /// How many threads may really run at once.
  package static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension Array where Element: Sendable {
  /// The results of `body` for the elements, in their order, worked out on all cores.
  package func mapOnAllCores<Result: Sendable>(_ body: @Sendable (Element) -> Result) -> [Result] {
    guard count > 1 else { return map(body) }
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let result = body(self[place])
      results.withLock { $0[place] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// ``mapOnAllCores(_:)`` for elements that are not alike: what takes longest begins first, so that no core waits for it in the end.
  /// - Parameter weight: about how much work an element is.
  package func mapOnAllCores<Result: Sendable>(
    heaviestFirst weight: (Element) -> Int, _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    let weights = map(weight)
    let order = indices.sorted { weights[$0] > weights[$1] }
    let results = order.mapOnAllCores { body(self[$0]) }
    return zip(order, results).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

/// What both closures return, each worked out on a core of its own.
package func onTwoCores<First: Sendable, Second: Sendable>(
  _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  let results = Mutex<(first: First?, second: Second?)>((nil, nil))
  DispatchQueue.concurrentPerform(iterations: 2) { place in
    if place == 0 {
      let result = first()
      results.withLock { $0.first = result }
    } else {
      let result = second()
      results.withLock { $0.second = result }
    }
  }
  guard case (let one?, let other?) = results.withLock({ ($0.first, $0.second) }) else {
    preconditionFailure("both have run")
  }
  return (one, other)
}
