import Audit
import CloudTrail
import Detection
import Query
import Seeded
import Terminal
import Testing

@testable import Dashboard

/// Every pane against the snapshot's counts for the same filter, and against a plain count, on a real store that is driven by random
/// keys.
@Suite("Counts on every pane")
struct CountsTests {
  @Test("are the snapshot's for the same filter, whatever was pressed", arguments: 1...6)
  func random(seed: UInt64) throws {
    var dice = SeededRandom(state: seed)
    let records = Records(400, &dice)
    var screen = try StoreScreen(records)
    for _ in 0..<60 {
      screen.press(Self.keys.randomElement(using: &dice) ?? [.escape])
      screen.check()
    }
  }

  /// What a person does, as often as not something that narrows.
  private static let keys: [[Key]] =
    [
      [.tab], [.backTab], [.tab, .down], [.down], [.down, .down], [.up], [.character("G")], [.enter],
      [.down, .enter], [.escape], [.character("]")], [.character("[")], [.character("s")], [.character("S")],
      [.character("b")], [.character("b")], [.character("B")], [.left], [.right],
    ]
    + Records.filters.map { [.character("/"), .control("u"), .paste($0.text), .enter] }
}

/// Made-up events, as facts and as CloudTrail records.
private struct Records {
  struct Fact {
    var id: Int
    var time: Timestamp
    var account: String
    var principal: String
    var action: String
    var isError: Bool
    var isWrite: Bool

    var rules: Set<String> {
      Set((action == "iam:CreateUser" ? ["new-user"] : []) + (isError && isWrite ? ["failed-write"] : []))
    }

    var record: String {
      let parts = action.split(separator: ":")
      return
        #"{"eventTime":"\#(time.rfc3339)","eventID":"\#(id)","eventSource":"\#(parts[0]).amazonaws.com","#
        + #""eventName":"\#(parts[1])","recipientAccountId":"\#(account)","readOnly":\#(!isWrite),"#
        + #""userIdentity":{"type":"IAMUser","arn":"\#(principal)"}"#
        + (isError ? #","errorCode":"AccessDenied"}"# : "}")
    }
  }

  /// Filters as they are typed, and what they mean.
  static let filters: [(text: String, holds: @Sendable (Fact) -> Bool)] = [
    ("", { _ in true }), ("is:error", { $0.isError }), ("-is:error", { !$0.isError }),
    ("is:write", { $0.isWrite }),
    ("action:iam:*", { $0.action.hasPrefix("iam:") }), ("account:1*", { $0.account.hasPrefix("1") }),
    ("is:error OR action:AssumeRole", { $0.isError || $0.action == "sts:AssumeRole" }),
    ("is:alert", { !$0.rules.isEmpty }), ("action:nothing", { _ in false }),
  ]

  var facts: [Fact]

  init(_ count: Int, _ dice: inout SeededRandom) {
    func pick(_ choices: [String]) -> String { choices.randomElement(using: &dice) ?? "" }
    facts = (0..<count).map { id in
      Fact(
        id: id,
        time: Timestamp(
          milliseconds: 1_793_455_200_000 + Int64(Int.random(in: 0..<86_400, using: &dice)) * 1000),
        account: pick(["111122223333", "122223333444", "999988887777"]),
        principal: Story.user("111122223333", pick(["ana", "ben", "café", "cafe\u{301}", "root"])),
        action: pick(["iam:CreateUser", "iam:GetUser", "sts:AssumeRole", "iam:ListUsers"]),
        isError: Int.random(in: 0..<4, using: &dice) == 0, isWrite: Bool.random(using: &dice))
    }
  }
}

/// A dashboard before a real store.
private struct StoreScreen {
  private let records: Records
  private let store: EventStore
  private var model: Model

  init(_ records: Records) throws {
    self.records = records
    func rule(_ id: String, _ filter: String, _ level: Severity) throws -> Rule {
      Rule(
        id: id, title: id, description: "", level: level, tags: [], falsePositives: [],
        predicate: try FilterSyntax.predicate(from: filter, now: Story.now),
        testEvents: .init(mustMatch: [], mustNotMatch: []))
    }
    let rules = RuleSet([
      try rule("new-user", "action:iam:CreateUser", .critical),
      try rule("failed-write", "is:error is:write", .low),
    ])
    store = EventStore(rules: rules, sources: 1, duplicates: .first, keepsDetails: true)
    var intake = Intake(judge: Judge(rules: rules), source: 0, keepsDetails: true)
    var reader = EventReader(MemorySource(Array(records.facts.map(\.record).joined().utf8))) {
      intake.take($0, file: 0, isReadable: false)
    }
    _ = reader.read()
    reader.finish()
    intake.commit(to: store)
    model = Model(settings: Story.settings(), columns: 160, rows: 50, now: Story.now)
    model.settle(model.start(), by: answers)
  }

  private var answers: Answers {
    Answers(
      summary: { store.summary(of: $0) }, events: { store.list($0) },
      details: { store.details(of: $0, archive: nil) },
      find: { store.find($0) }, earlierPolicy: { _ in nil }, lineage: { _ in nil })
  }

  mutating func press(_ keys: [Key]) {
    for key in keys { model.settle(update(&model, .key(key)), by: answers) }
  }

  // MARK: Plain counts

  /// The facts that a pane counts: those of the filter, the drills, the window, and the selections in the tables but `table`.
  private func chosen(_ table: TableKind?) -> [Records.Fact] {
    let filter = Records.filters.first { $0.text == model.filter.text }?.holds ?? { _ in false }
    let narrowings =
      model.drills + TableKind.allCases.filter { $0 != table }.compactMap { model.selection(in: $0) }
    let window = model.zooms.last ?? TimeWindow()
    return records.facts.filter { fact in
      filter(fact) && narrowings.allSatisfy { key(of: fact, in: $0.table).contains($0.key) }
        && fact.time >= window.since ?? fact.time && window.until.map { fact.time < $0 } ?? true
    }
  }

  /// The keys of a table that a fact counts for.
  private func key(of fact: Records.Fact, in table: TableKind) -> Set<ExactString> {
    switch table {
    case .accounts: [ExactString(fact.account)]
    case .principals: [ExactString(fact.principal)]
    case .actions: [ExactString(fact.action)]
    case .alerts: Set(fact.rules.map { ExactString($0) })
    }
  }

  private func rows(_ table: TableKind) -> Set<[String]> {
    var counts: [ExactString: (events: Int, errors: Int, last: Int64)] = [:]
    for fact in chosen(table) {
      for key in key(of: fact, in: table) {
        let count = counts[key] ?? (0, 0, .min)
        counts[key] = (
          count.events + 1, count.errors + (fact.isError ? 1 : 0), max(count.last, fact.time.milliseconds)
        )
      }
    }
    return Set(counts.map { ["\(Array($0.key.string.utf8))", "\($0.value)"] })
  }

  func check() {
    for table in TableKind.allCases {
      let shown = model.state(of: table)
      let found = shown.rows.map {
        [
          "\(Array($0.key.string.utf8))",
          "\((events: $0.events, errors: $0.errors, last: $0.last.milliseconds))",
        ]
      }
      #expect(Set(found) == rows(table), "\(table) of \(model.crumbs)")
      #expect(shown.total == found.count)
      #expect(shown.rows.allSatisfy { $0.spark.parts.reduce(0, +) == $0.events }, "\(table)")
      checkSnapshot(of: table)
    }
    let facts = chosen(nil)
    #expect(model.events.list.total == facts.count)
    #expect(model.timeline.buckets.reduce(0) { $0 + $1.events } == facts.count)
    #expect(model.timeline.buckets.reduce(0) { $0 + $1.errors } == facts.count { $0.isError })
    #expect(model.timeline.buckets.reduce(0) { $0 + $1.alerts } == facts.count { !$0.rules.isEmpty })
    let totals = model.slot(.timeline).totals
    #expect(totals.events == facts.count && totals.errors == facts.count { $0.isError })
    #expect(model.slot(.header).totals.events == records.facts.count)
  }

  /// The rows in the snapshot's own order, asked with the same filter by nobody's key.
  private func checkSnapshot(of table: TableKind) {
    let window = model.zooms.last ?? TimeWindow()
    let parts =
      (model.filter.predicate.map { [$0] } ?? []) + model.drills.map(\.predicate)
      + TableKind.allCases.filter { $0 != table }.compactMap { model.selection(in: $0)?.predicate }
    let snapshot = store.summary(
      of: SummaryRequest(since: window.since, until: window.until, predicate: .conjunction(parts)))
    let shown = model.state(of: table)
    let expected = TableRow.rows(of: table, in: snapshot, names: Story.names)
    if shown.order == TableOrder() { #expect(shown.rows.map(\.key) == expected.map(\.key)) }
    func counts(_ rows: [TableRow]) -> [ExactString: [Int]] {
      rows.reduce(into: [:]) { $0[$1.key] = [$1.events, $1.errors, $1.alerts, $1.accounts ?? 0] }
    }
    #expect(counts(shown.rows) == counts(expected))
  }
}
