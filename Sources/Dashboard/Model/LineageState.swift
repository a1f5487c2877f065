import Audit
import CloudTrail

/// The pane of who really did an event: the tree, and where in it a person is.
struct LineageState: Sendable {
  /// The event asked about; nil until it is known which is the newest.
  private(set) var asked: EventRow.ID?
  private(set) var pending: Int?
  private(set) var lineage: Lineage?
  private(set) var lines: [LineageLine] = []
  /// The line selected, by what it stands for.
  private(set) var cursor = LineageLine.Subject.origin
  /// The line shown at the top.
  private(set) var top = 0
  /// Events came in that may belong into the tree.
  var isStale = false
  /// When it was last asked; nil before that.
  private(set) var askedAt: Timestamp?
  private var hasFailed = false

  init(of asked: EventRow.ID? = nil) { self.asked = asked }

  mutating func want(request: Int, at moment: Timestamp) {
    (pending, isStale, askedAt) = (request, false, moment)
  }

  /// Takes the answer if it is the one waited for: the cursor stays with what it stood on, at first with the event asked about.
  mutating func take(_ answer: Lineage?, request: Int, text: (Lineage) -> [LineageLine]) {
    guard request == pending else { return }
    let isFirst = lineage == nil
    (pending, hasFailed) = (nil, false)
    lineage = answer
    lines = answer.map(text) ?? []
    if isFirst, let line = lines.first(where: \.isAsked) { cursor = line.subject }
    if index == nil { cursor = lines.first?.subject ?? .origin }
  }

  mutating func fail(request: Int) { if request == pending { (pending, hasFailed) = (nil, true) } }

  /// What stands where there is no tree.
  var emptyText: String {
    if pending != nil || askedAt == nil { return "following the credentials" }
    return hasFailed ? "there was no answer: see !" : "this event is no longer kept"
  }

  private var index: Int? { lines.firstIndex { $0.subject == cursor } }

  var selected: LineageLine? { index.map { lines[$0] } }

  var askedRow: EventRow? { lines.first(where: \.isAsked)?.row }

  mutating func move(by steps: Int) {
    guard !lines.isEmpty else { return }
    let place = max(0, min((index ?? 0) + steps, lines.count - 1))
    cursor = lines[place].subject
  }

  /// To the line that the selected one's branch hangs on; false at the origin.
  mutating func moveToParent() -> Bool {
    guard let index, let parent = lines[..<index].lastIndex(where: { $0.depth < lines[index].depth }) else {
      return false
    }
    cursor = lines[parent].subject
    return true
  }

  /// To the first line that hangs on the selected one; false where none does.
  mutating func moveToChild() -> Bool {
    guard let index, index + 1 < lines.count, lines[index + 1].depth > lines[index].depth else {
      return false
    }
    cursor = lines[index + 1].subject
    return true
  }

  /// Selects the line shown so many lines below the first; false when there is none.
  mutating func select(line: Int) -> Bool {
    guard line >= 0, lines.indices.contains(top + line) else { return false }
    cursor = lines[top + line].subject
    return true
  }

  /// Scrolls as little as brings the cursor into `height` lines.
  mutating func scroll(toFit height: Int) {
    guard let index else { return top = 0 }
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = max(0, min(top, lines.count - max(1, height)))
  }
}

extension LineageLine {
  /// How far it is indented.
  fileprivate var depth: Int { branch.count }
}
