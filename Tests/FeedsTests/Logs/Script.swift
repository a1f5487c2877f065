import Synchronization

/// Answers that are given one after the other; the last one stays.
final class Script: Sendable {
  private let left: Mutex<[String]>

  init(_ answers: [String]) { left = Mutex(answers) }

  func next() -> String {
    left.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? "" }
  }
}
