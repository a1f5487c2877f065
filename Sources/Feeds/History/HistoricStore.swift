import AWS
import CloudTrail

/// A store of events that may not reach back as far as it is asked.
package protocol HistoricStore: Sendable {
  /// Since when it can have events, where that is later than `asked`; nil where it is not, and where the store does not tell such things.
  func historyStart(after asked: Timestamp, at now: Timestamp) async throws(SourceFailure) -> HistoryStart?
}

extension HistoricStore {
  package func historyStart(after asked: Timestamp, at now: Timestamp) async throws(SourceFailure)
    -> HistoryStart?
  { nil }

  /// Finds out whether what was read from `asked` on can be all there was, and says so where it cannot. Whoever may not ask is told that
  /// only where more than a day was read: nothing is deleted sooner.
  /// - Parameter oldest: the store's time of the oldest document that came.
  package func noteHistory(
    from asked: Timestamp, oldest: Timestamp? = nil, on health: FeedHealth, at now: Timestamp
  ) async {
    let answer = await within(.seconds(10)) { () -> Result<HistoryStart?, SourceFailure> in
      do throws(SourceFailure) { return .success(try await historyStart(after: asked, at: now)) } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success(let start?):
      // Who carried old events into a new store has a longer history than the store.
      guard start.hasLost || oldest.map({ $0 >= start.time }) ?? true else { return }
      health.noteHistory(.begins(start))
    case .success(nil): return
    case .failure(let failure) where failure.kind == .cancelled: return
    case .failure(let failure): noteUnknown(failure.description, asked, health, now)
    case nil: noteUnknown("no answer within 10 s", asked, health, now)
    }
  }

  private func noteUnknown(_ reason: String, _ asked: Timestamp, _ health: FeedHealth, _ now: Timestamp) {
    guard now.milliseconds - asked.milliseconds > 86_400_000 else { return }
    health.noteHistory(
      .unknown("whether its history reaches back to \(asked.rfc3339) is not known: \(reason)"))
  }
}

/// What is known of a source's history beside the events.
package enum HistoryNote: Hashable, Sendable {
  case begins(HistoryStart)
  /// Why nothing is known, in words for the reader.
  case unknown(String)

  var text: String {
    switch self {
    case .begins(let start): start.description
    case .unknown(let reason): reason
    }
  }
}
