import Audit
import CloudTrail
import Query
import Terminal

/// All that the screen shows and remembers. A value: ``update(_:_:)`` changes it, ``view(_:)`` paints it.
package struct Model: Sendable {
  package private(set) var settings: Settings
  /// The terminal's size in cells.
  package private(set) var columns: Int
  package private(set) var rows: Int
  /// The moment the last message said it was.
  package var now: Timestamp
  var health: [SourceHealth] = []
  /// How many events have left the store to make room for newer ones.
  var eventsLeft = 0
  var problems = Problems()
  var marks = Marks()
  /// What was decided about alerts.
  var decided: [AlertDecision] { didSet { decisions = AlertDecisions(decided) } }
  package private(set) var decisions: AlertDecisions
  /// A decision whose reason is being written.
  var deciding: DecisionPrompt?
  /// The alerts table lists rules that are muted too.
  var showsMuted = false
  /// How many rules are muted altogether, of those that the alerts table is about.
  var mutedRules = 0
  /// The rule whose text is shown.
  var ruleShown: String?
  var exportMenu: ExportMenu?
  /// The codes of MFA devices that are asked for, the one asked now first.
  var codes: [CodeQuestion] = []
  /// What became of this session's exports, and when.
  var exports: [(time: Timestamp, outcome: ExportOutcome)] = []
  /// The number of the question whose answer's record is to be copied.
  var copying: Int?
  var notice: Notice?
  var rate = Rate()
  var theme: String

  // What is asked.
  var filter: FilterBar
  /// The event selected when the filter bar was opened: a half-typed filter may hide it for a moment.
  var heldBeforeTyping: (id: EventRow.ID, line: Int)?
  /// The rows drilled into, in order.
  var drills: [Narrowing] = []
  /// The windows zoomed into, the present one last.
  var zooms: [TimeWindow] = []
  /// What was looked at before.
  var history = History()
  /// The screen stands still: it shows only the first so many events that arrived, and so many came in since.
  var frozen: (arrived: Int, missed: Int)?

  // What was answered.
  var tables: [TableKind: TableState] = Dictionary(
    uniqueKeysWithValues: TableKind.allCases.map { ($0, TableState()) })
  var slots: [SlotName: Slot] = Dictionary(uniqueKeysWithValues: SlotName.allCases.map { ($0, Slot()) })
  var timeline = Summary.Timeline(bucketSeconds: 60, buckets: [])
  /// The window of the timeline's answer.
  var span: Range<Timestamp>?
  /// The time of all that is kept, whatever was zoomed into.
  var extent: Range<Timestamp>?
  var brush = Brush()
  var events = EventsState()
  var eventsQuestion: EventListRequest?
  var eventsPending: Int?
  var eventsDirty = false
  /// The list waited for is taking longer than a person should look at another question's.
  var eventsOverdue = false
  /// The list last taken answered this question.
  var eventsAnswered: EventListRequest?
  var jumps = JumpState()
  var details = DetailsState()
  var lineage = LineageState()
  /// The event that a person went to and that the list has not shown yet.
  var sought: Sought?
  /// An event that no list holds, whose details are looked at, and the one selected meanwhile.
  var aside: (id: EventRow.ID, besides: EventRow.ID?)?
  /// When the details last followed a new event by themselves.
  var followedAt: Timestamp?
  var lastRequest = 0

  // Where a person is.
  var focus = Pane.events
  var tab = TableKind.principals
  var isOpen = false
  var isFull = false
  var overlay: Overlay?
  var overlayScroll = 0
  var timeForm = Times.Form.mixed
  /// Times are those of the local clocks.
  var isLocal = false
  /// The open palette.
  var palette: PaletteState?

  /// The page of one principal, over the panes.
  var page: PageState?

  /// What lies over the panes.
  enum Overlay: Hashable, Sendable { case help, problems, lineage, marks, export, rule }

  package init(settings: Settings, columns: Int, rows: Int, now: Timestamp) {
    self.settings = settings
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
    self.now = now
    theme = settings.theme
    filter = FilterBar(saved: settings.savedFilters)
    (decided, decisions) = (settings.decided, AlertDecisions(settings.decided))
    slide()
  }

  /// Has the window of a live screen begin so long before now, by whole minutes: each step asks every pane anew.
  mutating func slide() {
    guard let reach = settings.reach else { return }
    settings.window.since = Timestamp(milliseconds: (now.milliseconds - reach) / 60_000 * 60_000)
  }

  mutating func resize(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(0, columns), max(0, rows))
  }

  /// Where the panes lie now.
  package var layout: Layout {
    Layout(columns: columns, rows: rows, focus: focus, tab: tab, isOpen: isOpen, isFull: isFull)
  }

  /// The lines a pane has below its title.
  func height(of pane: Pane) -> Int { max(0, (layout.panes[pane]?.height ?? 1) - 1) }

  func state(of table: TableKind) -> TableState { tables[table] ?? TableState() }

  func slot(_ name: SlotName) -> Slot { slots[name] ?? Slot() }

  /// The selected row of a table, as what the other tables are narrowed to.
  func selection(in table: TableKind) -> Narrowing? {
    let state = state(of: table)
    guard let key = state.selected else { return nil }
    return Narrowing(table: table, key: key, name: name(of: key, in: table))
  }

  /// How a key of a table is shown.
  func name(of key: ExactString, in table: TableKind) -> String {
    if let row = state(of: table).rows.first(where: { $0.key == key }) { return row.name }
    return switch table {
    case .accounts: settings.accountNames[key] ?? key.string
    case .principals: ShownPrincipal.form(of: key.string)
    case .actions, .alerts: key.string
    }
  }
}
