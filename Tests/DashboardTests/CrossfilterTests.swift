import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("What the panes ask")
struct CrossfilterTests {
  private static let sandbox = Predicate.equals(.account, ExactString("555566667777"))

  private func start() -> (Model, [Command]) {
    var model = Model(settings: Story.settings(), columns: 120, rows: 40, now: Story.now)
    let commands = model.start()
    return (model, commands)
  }

  private func summaries(_ commands: [Command]) -> [SummaryRequest] {
    commands.compactMap { if case .summarise(_, let request) = $0 { request } else { nil } }
  }

  private func lists(_ commands: [Command]) -> [EventListRequest] {
    commands.compactMap { if case .list(_, let request) = $0 { request } else { nil } }
  }

  @Test("with nothing narrowed, one request serves every pane")
  func first() {
    let (_, commands) = start()
    let buckets = Timechart.finestBuckets(columns: 120)
    var wanted = SummaryRequest(
      tables: [.accounts, .principals, .actions, .alerts, .timeline], buckets: buckets)
    wanted.sparkParts = 8
    #expect(summaries(commands) == [wanted])
    #expect(lists(commands) == [EventListRequest(limit: 40)])
  }

  @Test("a selected row narrows all panes but its own table and the header")
  func selecting() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.character("G"))
    #expect(screen.model.slot(.accounts).question?.predicate == nil)
    #expect(screen.model.slot(.header).question?.predicate == nil)
    for slot in [SlotName.principals, .actions, .alerts, .timeline] {
      #expect(screen.model.slot(slot).question?.predicate == Self.sandbox)
    }
    #expect(screen.model.eventsQuestion?.predicate == Self.sandbox)
  }

  @Test("selecting asks one request, for the panes that it narrows, and leaves the others alone")
  func economy() {
    var (model, first) = start()
    model.settle(first, by: Story.world.answers)
    first = update(&model, .key(.backTab))
    #expect(first.isEmpty == false || model.focus != .events)
    model.focus = .accounts
    let commands = update(&model, .key(.character("G")))
    #expect(summaries(commands).count == 1)
    #expect(summaries(commands).first?.tables == [.principals, .actions, .alerts, .timeline])
    #expect(summaries(commands).first?.predicate == Self.sandbox)
  }

  @Test("each of two selected rows narrows the other's table")
  func two() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.character("G"))
    screen.model.focus = .actions
    screen.press(.down)
    let action = Predicate.equals(.action, screen.model.state(of: .actions).rows[0].key)
    #expect(screen.model.slot(.accounts).question?.predicate == action)
    #expect(screen.model.slot(.actions).question?.predicate == Self.sandbox)
    #expect(screen.model.slot(.principals).question?.predicate == .all([Self.sandbox, action]))
  }

  @Test("a row drilled into narrows its own table too and becomes a breadcrumb")
  func drilling() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.character("G"), .enter)
    #expect(screen.model.state(of: .accounts).rows.map(\.name) == ["sandbox-kim"])
    #expect(screen.model.state(of: .accounts).selected == nil)
    #expect(screen.lines.last?.hasPrefix(" prod ▸ sandbox-kim") == true)
  }

  @Test("escape undoes a drill")
  func undrill() {
    var screen = Screen()
    screen.model.focus = .accounts
    screen.press(.character("G"), .enter, .escape)
    #expect(screen.model.drills.isEmpty)
    #expect(screen.model.state(of: .accounts).rows.count == 5)
  }

  @Test("the filter, drills and selections are joined in that order")
  func joined() {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:error")
    screen.press(.enter)
    screen.model.focus = .accounts
    screen.press(.character("G"), .enter)
    screen.model.focus = .principals
    screen.press(.down)
    let backup = Predicate.equals(.principal, ExactString(Story.user("555566667777", "backup-svc")))
    #expect(screen.model.eventsQuestion?.predicate == .all([.flag(.error), Self.sandbox, backup]))
  }

  @Test("a selected alert narrows by its rule's id, byte for byte")
  func alert() {
    var screen = Screen()
    screen.model.focus = .alerts
    screen.press(.down)
    let rule = Predicate.rule(TextPattern(exactly: "admin-policy", caseSensitive: true))
    #expect(screen.model.eventsQuestion?.predicate == rule)
  }

  @Test("keys that are canonically equal but differ in bytes are different rows")
  func bytes() {
    var world = World()
    for (number, name) in ["caf\u{E9}", "cafe\u{301}"].enumerated() {
      world.events.append(
        EventRow(
          id: Story.id(number), time: Story.ago(9), account: name, principal: "p", principalType: "Unknown",
          action: "iam:X"))
    }
    var screen = Screen(world)
    screen.model.focus = .accounts
    screen.press(.down)
    #expect(screen.model.state(of: .accounts).rows.count == 2)
    #expect(screen.model.state(of: .accounts).selectedIndex == 0)
    screen.press(.down)
    #expect(screen.model.state(of: .accounts).selectedIndex == 1)
  }
}
