import CloudTrail
import Feeds

/// The documents of a window that were stored last, of several sources: down to the moment that all of them have told.
struct NewestOfAll: Sendable {
  struct Part: Sendable {
    /// The source's place among the question's.
    var place: Int
    var found: NewestDocuments
  }

  private(set) var parts: [Part]
  /// The window has no others.
  let isAll: Bool
  /// The sources that answered have no others in it.
  let isEnd: Bool
  /// The store's time of the oldest of them; nil where there is none.
  let oldest: Timestamp?

  /// - Parameter isMissingSome: a source did not answer.
  init(_ parts: [Part], isMissingSome: Bool = false) {
    isEnd = parts.allSatisfy(\.found.isAll)
    isAll = isEnd && !isMissingSome
    // Below where one source's answer ends, what others told is fetched again with what that one has there.
    let ends = parts.filter { !$0.found.isAll }.compactMap { $0.found.page.documents.last?.storedAt }
    let horizon = ends.max()
    self.parts = parts.map { part in
      var part = part
      if let horizon { part.found.page.documents.removeAll { $0.storedAt < horizon } }
      return part
    }
    oldest = self.parts.compactMap { $0.found.page.documents.last?.storedAt }.min()
  }

  var count: Int { parts.reduce(0) { $0 + $1.found.page.documents.count } }
}
