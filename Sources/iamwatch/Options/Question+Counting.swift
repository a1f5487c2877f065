import CloudTrail
import Feeds
import Query

extension Question {
  /// What an engine is asked for where `predicate` is wanted: of what is in scope. Nil for everything.
  func inScope(_ predicate: Predicate?) -> Predicate? {
    var parts = predicate.map { [$0] } ?? []
    if scope == .identity {
      let services = Scope.identityServices.map { FieldTest.text(TextPattern(exactly: $0)) }
      parts.append(.field(.event(.service), .any(services)))
    }
    return parts.isEmpty ? nil : .conjunction(parts)
  }

  /// When what happened in a window was stored: nothing before it happened, and some of it up to a day later, for so long EventBridge
  /// tries (FACTS, "EventBridge").
  func stored(since: Timestamp?, until: Timestamp?) -> StoredWindow {
    StoredWindow(
      from: since ?? polledSince,
      through: until.map { Timestamp(milliseconds: $0.milliseconds + 86_400_000) }, isHistory: true)
  }
}
