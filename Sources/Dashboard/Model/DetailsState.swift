import Audit
import CloudTrail
import Text

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
  /// The policy is shown as its difference to the version before.
  var showsDifference = false
  /// What is known of that version, and the request's number while the answer is out.
  private(set) var earlier = EarlierVersion.notAsked
  private(set) var earlierPending: Int?
  /// When it was last asked for, and whether events have come in since that may say otherwise.
  private var earlierAskedAt = Timestamp(milliseconds: 0)
  private var isEarlierStale = false
  var search = DetailsSearch()
  /// Lines scrolled away at the top.
  private(set) var scrolled = 0
  /// The text of the event shown, as long as it is asked for in the same form.
  private(set) var page = DetailsPage()
  private var form: Form?

  var lines: [DetailsLine] { page.lines }

  /// All that the text depends on beside the event.
  private struct Form: Equatable {
    var width: Int
    var isRaw: Bool
    var showsDifference: Bool
    var accountNames: [ExactString: String]
    var glyphs: GlyphSet
    var bindings: [KeyBinding]
    /// The times in it, as they are written now.
    var times: [String]
  }

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
    if details?.row.id != shown?.row.id { (scrolled, showsDifference) = (0, false) }
    shown = details
    (earlier, earlierPending) = (.notAsked, nil)
    form = nil
  }

  /// Whether the version before of the policy that the event writes is to be asked for: at once, and again,
  /// at most once a second, when events came in that may hold a later one (`becauseOfData`).
  mutating func wantsEarlier(now: Timestamp, becauseOfData: Bool) -> Bool {
    guard pending == nil, shown?.writesVersionedPolicy == true else { return false }
    if case .notAsked = earlier { return true }
    isEarlierStale = isEarlierStale || becauseOfData
    let isDue = now.milliseconds - earlierAskedAt.milliseconds >= 1000
    return isEarlierStale && isDue && earlierPending == nil
  }

  /// Asks for the version before under the request number `request`.
  mutating func wantEarlier(request: Int, now: Timestamp) {
    if case .notAsked = earlier { earlier = .asked }
    (earlierPending, earlierAskedAt, isEarlierStale) = (request, now, false)
  }

  /// Takes the version before if it is the one waited for.
  mutating func take(_ found: EarlierPolicy?, earlierRequest request: Int) {
    guard request == earlierPending else { return }
    let before = earlier
    (earlier, earlierPending) = (found.map(EarlierVersion.found) ?? .notHeld, nil)
    if !earlier.isSame(as: before) { form = nil }
  }

  /// Gives up waiting.
  mutating func fail(request: Int) {
    if request == pending { pending = nil }
    if request == earlierPending { (earlier, earlierPending, form) = (.failed, nil, nil) }
  }

  /// Writes the text for a pane of `width` columns, unless it is there already.
  mutating func write(width: Int, settings: Settings, times: Times) {
    guard let shown else {
      (page, form) = (DetailsPage(), nil)
      return
    }
    let wanted = Form(
      width: width, isRaw: isRaw, showsDifference: showsDifference, accountNames: settings.accountNames,
      glyphs: settings.glyphs, bindings: settings.keymap.bindings, times: moments(of: shown).map(times.whole))
    guard form != wanted else { return }
    form = wanted
    let paragraphs =
      isRaw
      ? RawText.paragraphs(of: shown)
      : DetailsText.paragraphs(
        of: DetailsSubject(
          shown, settings: settings, times: times, earlier: earlier, showsDifference: showsDifference))
    page = DetailsPage(paragraphs, width: width)
    findAgain()
  }

  private func moments(of shown: EventDetails) -> [Timestamp] {
    if case .found(let policy) = earlier { return [shown.row.time, policy.row.time] }
    return [shown.row.time]
  }

  /// The hits of another text are others; the one nearest to what is seen becomes the current one.
  private mutating func findAgain() {
    guard search.isOpen else { return }
    search.find(in: page)
    search.goToFirst(from: scrolled, in: page)
  }

  /// Looks for what is typed now, from what is seen on.
  mutating func lookAgain(height: Int) {
    findAgain()
    showHit(height: height)
  }

  /// Goes to the next hit or the one before.
  mutating func stepHit(by steps: Int, height: Int) {
    search.step(by: steps)
    showHit(height: height)
  }

  /// Scrolls as little as shows the current hit, with a line above it where there is one.
  private mutating func showHit(height: Int) {
    guard let hit = search.currentHit else { return }
    let line = page.line(of: hit)
    if line < scrolled || line >= scrolled + height { scrolled = max(0, line - 1) }
    scroll(by: 0, height: height)
  }

  /// Scrolls so that `line` is the first one seen, as far as there are lines below.
  mutating func scroll(to line: Int, height: Int) {
    scrolled = line
    scroll(by: 0, height: height)
  }

  /// Scrolls by so many lines in a pane that shows `height` of them.
  mutating func scroll(by steps: Int, height: Int) {
    scrolled = max(0, min(scrolled + steps, lines.count - height))
  }
}
