import CloudTrail
import Query

/// What may come where the cursor of the filter bar is, and what of it was taken.
struct Completion: Sendable {
  /// Something to write.
  struct Candidate: Hashable, Sendable {
    /// What is written, quoted where it needs to be.
    var text: String
    /// How it is shown; it may be hostile text.
    var shown: String
    var note = ""
    /// The events that have this value.
    var events: Int?
  }

  /// The line as it was typed, and the point of it that is completed.
  let typed: LineEditor
  let point: CompletionPoint
  private(set) var candidates: [Candidate]
  /// How many there are in all.
  private(set) var total: Int
  /// The request whose answer is waited for.
  private(set) var pending: Int?
  /// The candidate that stands in the line now; nil while what was typed does.
  private(set) var chosen: Int?

  init(typed: LineEditor, point: CompletionPoint, candidates: [Candidate], pending: Int? = nil) {
    (self.typed, self.point, self.candidates, self.pending) = (typed, point, candidates, pending)
    total = candidates.count
  }

  /// Takes the answer if it is the one waited for.
  mutating func take(_ candidates: [Candidate], total: Int, request: Int) {
    guard request == pending, chosen == nil else { return }
    (self.candidates, self.total, pending) = (candidates, total, nil)
  }

  mutating func fail(request: Int) { if request == pending { pending = nil } }

  /// Chooses the next candidate, or the one before; round at the ends. The line with it is returned.
  mutating func next(_ step: Int) -> LineEditor? {
    guard !candidates.isEmpty else { return nil }
    let from = chosen ?? (step > 0 ? -1 : 0)
    return choose((from + step + candidates.count) % candidates.count)
  }

  mutating func choose(_ index: Int) -> LineEditor? {
    guard candidates.indices.contains(index) else { return nil }
    chosen = index
    var line = typed
    line.replace(from: point.start, with: candidates[index].text)
    return line
  }

  /// Whether there is something that does not stand in the line already.
  var isWorthShowing: Bool {
    candidates.count > 1 || candidates.first.map { $0.text != point.typed } ?? false
  }
}
