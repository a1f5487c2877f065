import Audit

/// The details pane: one event, and how it is looked at.
struct DetailsState: Sendable {
  /// The event shown; the one before stays until the next one's details are here.
  private(set) var shown: EventDetails?
  /// The event asked for, and the request's number while the answer is out.
  private(set) var wanted: EventRow.ID?
  private(set) var pending: Int?
  /// The event asked for is no longer kept.
  private(set) var isGone = false
  var isRaw = false
  /// Lines scrolled away at the top.
  private(set) var scrolled = 0
  /// The text of the event shown, as long as it is asked for in the same width.
  private(set) var lines: [DetailsLine] = []
  private var linesOf: (id: EventRow.ID, width: Int, isRaw: Bool)?

  /// Asks for `id` under the request number `request`.
  mutating func want(_ id: EventRow.ID, request: Int) {
    (wanted, pending, isGone) = (id, request, false)
  }

  /// There is no event to show.
  mutating func clear() { self = DetailsState(isRaw: isRaw) }

  init(isRaw: Bool = false) { self.isRaw = isRaw }

  /// Takes the answer if it is the one waited for.
  mutating func take(_ details: EventDetails?, request: Int) {
    guard request == pending else { return }
    pending = nil
    isGone = details == nil
    if details?.row.id != shown?.row.id { scrolled = 0 }
    shown = details
  }

  /// Gives up waiting.
  mutating func fail(request: Int) { if request == pending { pending = nil } }

  /// Writes the lines for a pane of `width` columns, unless they are there already.
  mutating func write(width: Int, text: (EventDetails, Bool) -> [DetailsLine]) {
    guard let shown else {
      (lines, linesOf) = ([], nil)
      return
    }
    if let linesOf, linesOf == (shown.row.id, width, isRaw) { return }
    lines = text(shown, isRaw)
    linesOf = (shown.row.id, width, isRaw)
  }

  /// Has the lines written anew: the same event reads otherwise now.
  mutating func forgetLines() { linesOf = nil }

  /// Scrolls by so many lines in a pane that shows `height` of them.
  mutating func scroll(by steps: Int, height: Int) {
    scrolled = max(0, min(scrolled + steps, lines.count - height))
  }
}
