import Audit
import CloudTrail
import Query

/// The page that shows everything of one principal.
struct PageState: Sendable {
  let principal: ExactString
  /// What is known; the last answer stays until the next one is here.
  private(set) var profile: Profile?
  /// The principal has no event that counts.
  private(set) var isGone = false
  private(set) var question: ProfileRequest?
  private(set) var pending: Int?
  private var isDirty = false
  /// The item selected, by what it stands for and not by its place.
  var selected: PageItem?
  /// Lines scrolled away at the top.
  var scrolled = 0
  /// The lists that are shown to their ends.
  var expanded: Set<PageList> = []

  init(principal: ExactString) { self.principal = principal }

  /// Whether `wanted` is to be asked now: it is another question, or events came in since the last answer.
  mutating func wants(_ wanted: ProfileRequest, becauseOfData: Bool) -> Bool {
    guard question == wanted else { return true }
    guard pending == nil else {
      isDirty = isDirty || becauseOfData
      return false
    }
    return becauseOfData || isDirty
  }

  mutating func ask(_ wanted: ProfileRequest, request: Int) {
    (question, pending, isDirty) = (wanted, request, false)
  }

  /// Takes the answer if it is the one waited for.
  mutating func take(_ answer: Profile?, request: Int) {
    guard request == pending else { return }
    pending = nil
    isGone = answer == nil
    profile = answer
  }

  mutating func goToTop() { (selected, scrolled) = (nil, 0) }

  /// Gives up waiting.
  mutating func fail(request: Int) { if request == pending { pending = nil } }
}

/// A list of the page.
enum PageList: CaseIterable, Hashable, Sendable {
  case accounts, roles, keys, addresses, agents, sessions, writes, reads
}

/// Something on the page that can be selected.
enum PageItem: Hashable, Sendable {
  case value(PageList, ExactString)
  /// The rest of a list.
  case more(PageList)

  /// What the dashboard is narrowed to besides the principal: a row of a table, or a filter.
  enum Narrower: Hashable {
    case row(TableKind, ExactString)
    case filter(Predicate)
  }

  var narrower: Narrower? {
    guard case .value(let list, let value) = self else { return nil }
    return switch list {
    case .accounts: .row(.accounts, value)
    case .writes, .reads: .row(.actions, value)
    case .keys: .filter(.equals(.accessKeyId, value))
    case .addresses: .filter(.equals(.sourceIPAddress, value))
    case .agents: .filter(.equals(.userAgent, value))
    case .sessions: .filter(.equals(.session, value))
    case .roles:
      .filter(
        .field(
          .record(keys: "requestParameters", "roleArn"),
          .text(TextPattern(exactly: value.string, caseSensitive: true))))
    }
  }
}
