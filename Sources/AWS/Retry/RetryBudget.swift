import Synchronization

/// What retries cost, so that a service in trouble is not asked ever more: the token bucket of the AWS SDKs' standard mode.
package final class RetryBudget: Sendable {
  private static let capacity = 500

  package enum Price: Int, Sendable { case retry = 5, retryAfterTimeout = 10 }

  private let tokens = Mutex(RetryBudget.capacity)

  package init() {}

  /// Pays for a retry.
  /// - Returns: False when there is not enough left.
  func pay(_ price: Price) -> Bool {
    tokens.withLock { tokens in
      guard tokens >= price.rawValue else { return false }
      tokens -= price.rawValue
      return true
    }
  }

  /// A request went right: what its last retry cost comes back, or one token when it needed none.
  func refund(_ price: Price?) {
    tokens.withLock { $0 = min(RetryBudget.capacity, $0 + (price?.rawValue ?? 1)) }
  }
}
