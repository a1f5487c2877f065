import CloudTrail
import Query

/// Whether what is on the screen can be trusted, told from the sources' health: the worst of them decides.
enum Trust: Hashable {
  /// No source has reported.
  case unknown
  case live, complete
  /// A source has answered in part, or failed beside others that did not.
  case partial
  /// A live source has brought nothing for so many seconds.
  case stale(seconds: Int64)
  /// Every source failed.
  case failed

  init(_ sources: [SourceHealth], staleAfter: Double) {
    let states = sources.map(\.state)
    let late = sources.filter { $0.state == .live }.compactMap(\.lagSeconds).max()
    if states.isEmpty {
      self = .unknown
    } else if states.allSatisfy({ $0 == .failed }) {
      self = .failed
    } else if let late, late > staleAfter {
      self = .stale(seconds: Int64(min(late, 1e15)))
    } else if states.contains(.partial) || states.contains(.failed) {
      self = .partial
    } else {
      self = states.contains(.live) ? .live : .complete
    }
  }
}
