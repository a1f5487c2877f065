import Audit
import CloudTrail
import Query
import Seeded
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Who really did it")
struct LineageTests {
  private static var world: World {
    var world = Story.world
    world.lineages[Story.askedAbout] = Story.lineage
    return world
  }

  /// The screen with the tree of the incident's StopLogging, its second event from the newest.
  private func open(_ world: World = world, columns: Int = 120, rows: Int = 40) -> Screen {
    var screen = Screen(world, columns: columns, rows: rows)
    screen.press(.down, .down, .character("w"))
    return screen
  }

  @Test("the tree at three sizes", arguments: [(80, 24), (120, 40), (200, 60)])
  func golden(columns: Int, rows: Int) throws {
    try check(open(columns: columns, rows: rows), "lineage-\(columns)x\(rows)")
  }

  @Test("the tree in ASCII holds nothing else")
  func ascii() {
    var settings = Story.settings()
    settings.glyphs = .ascii
    var screen = Screen(Self.world, settings: settings)
    screen.press(.down, .down, .character("w"))
    #expect(screen.lines.contains { $0.contains("`- . CreateAccessKey > AKIA~7Q4T of user/backup-svc") })
    #expect(screen.lines.allSatisfy { $0.allSatisfy(\.isASCII) })
  }

  @Test("the cursor begins on the event that was asked about")
  func cursor() {
    #expect(open().model.lineage.cursor == .event(Story.askedAbout))
  }

  @Test("left goes to what the event hangs on, up to the origin, and right to what hangs on it")
  func walking() {
    var screen = open()
    var way: [LineageLine.Subject] = []
    for _ in 0..<4 {
      screen.press(.left)
      way.append(screen.model.lineage.cursor)
    }
    #expect(
      way == [.event(Story.id(900_007)), .event(Story.id(800_002)), .event(Story.id(800_001)), .origin])
    screen.press(.left)
    #expect(screen.said == [.bell])
    screen.press(.right, .right)
    #expect(screen.model.lineage.cursor == .event(Story.id(800_002)))
  }

  @Test("the cursor stops at the first and the last line, and what it is on is always seen")
  func ends() {
    var screen = open(columns: 80, rows: 12)
    screen.press(.end)
    #expect(screen.model.lineage.selected?.key == "AKIAEXAMPLE7Q4T")
    #expect(screen.lines.contains { $0.hasPrefix("▌") && $0.contains("and 168 more, 151 failed") })
    screen.press(.down, .home, .up)
    #expect(screen.model.lineage.cursor == .origin)
    #expect(screen.lines[2].hasPrefix("▌kim@corp"))
  }

  @Test("enter selects the event in the list and shows its details")
  func jump() {
    var screen = open()
    screen.press(.left, .enter)
    #expect(screen.model.overlay == nil && screen.model.focus == .events)
    #expect(screen.model.events.selected == Story.id(900_007))
    #expect(screen.model.details.shown?.row.id == Story.id(900_007))
    #expect(screen.lines.contains { $0.contains("▌· 14:01:44") })
  }

  @Test("an event that the filter and the selection hide is found by taking them off")
  func widening() {
    var screen = Screen(Self.world)
    screen.model.focus = .alerts
    screen.press(.down, .down)
    screen.press(.character("w"))
    #expect(screen.model.lineage.asked == Story.askedAbout)
    screen.press(.left, .enter)
    #expect(screen.model.events.selected == Story.id(900_007))
    #expect(screen.model.selection(in: .alerts) == nil)
    #expect(screen.model.sought == nil)
  }

  @Test("an event that stays where the filter lets it through leaves the filter in force")
  func keepsFilter() {
    var screen = Screen(Self.world)
    screen.press(.character("/"))
    screen.type("is:write")
    screen.press(.enter, .down, .character("w"), .left, .enter)
    #expect(screen.model.events.selected == Story.id(900_007))
    #expect(screen.model.filter.text == "is:write")
  }

  @Test("the details of an event that no list holds are shown as long as they are looked at")
  func aside() {
    var world = Self.world
    var hidden = Story.lineage
    hidden.nodes[0].isListed = false
    world.lineages[Story.askedAbout] = hidden
    var screen = open(world)
    screen.world.events.append(hidden.nodes[0].row)
    screen.press(.left, .left, .left, .enter)
    #expect(screen.model.focus == .details)
    #expect(screen.model.details.shown?.row.action == "sts:AssumeRoleWithSAML")
    screen.press(.escape)
    #expect(screen.model.details.shown?.row.id == screen.model.events.selected)
  }

  @Test("enter on what was left out lists what the key did")
  func omitted() {
    var screen = open()
    screen.press(.end, .enter)
    #expect(screen.model.filter.text == "key:=AKIAEXAMPLE7Q4T")
    #expect(screen.model.overlay == nil && screen.model.focus == .events)
  }

  @Test("enter on the origin lists what it did, without the rest that narrowed")
  func origin() {
    var screen = open()
    screen.press(.home, .enter)
    #expect(screen.model.drills.map(\.key) == [ExactString("kim@corp")])
  }

  @Test("w and escape close the tree and leave the list as it was", arguments: [Key.character("w"), .escape])
  func closing(key: Key) {
    var screen = open()
    let selected = screen.model.events.selected
    screen.press(key)
    #expect(screen.model.overlay == nil && screen.model.events.selected == selected)
  }

  @Test(
    "while the list follows, w asks about its newest event; of one that waits for an answer, the answer's")
  func newest() {
    var screen = Screen(Self.world)
    screen.press(.character("w"))
    #expect(screen.model.lineage.asked == screen.model.events.list.rows.first?.id)
    screen.press(.escape)
    screen.model.focus = .alerts
    // The answer to the narrowed list's question is out when w is pressed.
    let commands = update(&screen.model, .key(.down)) + update(&screen.model, .key(.character("w")))
    #expect(screen.model.lineage.asked == nil)
    screen.model.settle(commands, by: screen.world.answers)
    #expect(screen.model.lineage.asked == Story.id(900_006), "that of the alert selected")
  }

  @Test("without an event there is nothing to follow")
  func nothing() {
    var screen = Screen(World())
    screen.press(.character("w"))
    #expect(screen.said == [.bell] && screen.model.overlay == nil)
  }

  @Test("an event that is not held any more is said to be gone")
  func gone() {
    var screen = Screen()
    screen.press(.down, .character("w"))
    #expect(screen.lines.contains { $0.contains("this event is no longer kept") })
  }

  @Test("while events come in the tree is asked again once a second, and the cursor stays")
  func live() {
    var screen = open()
    screen.press(.left)
    screen.world.lineages[Story.askedAbout]?.nodes[0].children.removeLast()
    screen.world.lineages[Story.askedAbout]?.nodes += Story.lineage.nodes[0].children
    screen.arrive([])
    #expect(screen.model.lineage.lineage == Story.lineage)
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 1000)))
    #expect(screen.model.lineage.lineage != Story.lineage)
    #expect(screen.model.lineage.cursor == .event(Story.id(900_007)))
    let request = screen.model.lastRequest
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 3000)))
    #expect(screen.model.lastRequest == request)
  }

  @Test("a click selects a line, a second one goes to its event, and the wheel moves on")
  func mouse() {
    var screen = open()
    let y = screen.lines.firstIndex { $0.contains("CreateUser") } ?? 0
    screen.press(.mouse(MouseEvent(x: 20, y: y, action: .press, button: .left)))
    #expect(screen.model.lineage.cursor == .event(Story.id(900_003)))
    screen.press(.mouse(MouseEvent(x: 20, y: y, action: .wheelDown, button: .left)))
    #expect(screen.model.lineage.cursor == .event(Story.id(900_007)))
    screen.press(.mouse(MouseEvent(x: 20, y: y, action: .doubleClick, button: .left)))
    #expect(screen.model.overlay == nil && screen.model.events.selected == Story.id(900_003))
  }

  private static let gaps: [(gap: Lineage.Gap, text: String)] = [
    (
      .issuerNotHeld(key: "AKIAEXAMPLE7Q4T", since: Story.ago(86_400), dropped: 32_768),
      "key AKIA…7Q4T: no event held issued it  held since 10-31 14:03:21Z; 32,768 events have left to make room"
    ), (.issuerDropped(key: "AKIA1"), "key AKIA1: issued by an event that has left to make room"),
    (.callerNotHeld(account: "333344445555"), "the caller's own copy, in security, is not held"),
    (.callerNotHeld(account: nil), "the caller's own copy, in another account, is not held"),
    (.keyNotRecorded, "the record does not say which key was used"),
    (.cycle, "these credentials lead in a circle"), (.tooLong, "the way goes on further back"),
  ]

  @Test("why the way begins no earlier stands below the origin", arguments: gaps)
  func gap(gap: Lineage.Gap, text: String) {
    var world = Self.world
    world.lineages[Story.askedAbout]?.gap = gap
    #expect(open(world, columns: 140).lines.contains(" └─ ? \(text)"))
  }

  @Test("10,000 hostile names leave the columns where they are")
  func hostile() {
    var dice = SeededRandom(state: 11)
    let pieces = [
      "\u{1B}[31m", "\u{202E}", "한", "e\u{301}", "👩‍👩‍👧", "\u{200B}", "\n", "\t", "A", "\u{0}", "\u{9B}2J",
    ]
    func name() -> String { (0..<12).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined() }
    for _ in 0..<40 {
      var lineage = Story.lineage
      lineage.origin.principal = name()
      lineage.nodes = (0..<250).map { number in
        var node = lineage.nodes[0]
        (node.row.id, node.children) = (Story.id(number), [])
        (node.row.action, node.row.target, node.row.account, node.with) = (name(), name(), name(), name())
        node.issued = Lineage.Credential(key: name(), holder: name(), session: name())
        return node
      }
      let canvas = paint(lineage)
      for y in 3..<253 {
        let row = canvas[row: y]
        #expect(row.suffix(13).map(\.text).joined() == " 10-19 14:01 ")
        #expect(row.reduce(0) { $0 + Int($1.width) } == canvas.columns)
      }
    }
  }

  /// A screen that has nothing but the tree.
  private func paint(_ lineage: Lineage) -> Canvas {
    var world = World()
    world.events = [lineage.nodes[0].row]
    world.lineages = [lineage.nodes[0].row.id: lineage]
    return open(world, rows: 260).canvas
  }
}

@Suite("How an event's credentials came about")
struct HowSectionTests {
  private func how(_ lineage: Lineage) -> String? {
    HowSection.parts(of: lineage, settings: Story.settings()).map {
      $0.way + ($0.gap.map { " | \($0)" } ?? "")
    }
  }

  @Test("the way is told from the person on, with the time before the event")
  func way() {
    #expect(
      how(Story.lineage)
        == "kim@corp (kim) ▸ AssumeRoleWithSAML 13d before ▸ role/AdminAccess ▸ CreateAccessKey 12d before"
        + " ▸ user/backup-svc ▸ AssumeRole 1m before ▸ role/OrgAdmin ▸ this")
  }

  @Test("what is missing is said")
  func gap() {
    var lineage = Story.lineage
    lineage.nodes = lineage.nodes[0].children[0].children[1].children.filter { $0.row.id == Story.askedAbout }
    lineage.origin = Lineage.Origin(
      principal: Story.role("333344445555", "OrgAdmin"), type: "AssumedRole", session: "s",
      account: "333344445555",
      sourceIdentity: nil, onBehalfOf: nil)
    lineage.gap = .issuerNotHeld(key: "ASIAEXAMPLE1D2C3", since: nil, dropped: 0)
    #expect(how(lineage) == "role/OrgAdmin ▸ this | ? key ASIA…D2C3: no event held issued it")
  }

  @Test("a way by names and times is called likely")
  func likely() {
    var lineage = Story.lineage
    lineage.nodes[0].children[0].link = .signIn
    #expect(how(lineage)?.hasSuffix("▸ this   likely, by names and times") == true)
  }

  @Test("an event done with an identity of its own needs no telling")
  func own() {
    var lineage = Story.lineage
    lineage.asked = lineage.nodes[0].row.id
    lineage.origin.sourceIdentity = nil
    #expect(how(lineage) == nil)
  }

  @Test("the details tell it in a section of their own")
  func section() {
    var world = Story.world
    world.lineages[Story.askedAbout] = Story.lineage
    var screen = Screen(world)
    screen.press(.down, .down)
    let lines = screen.model.details.lines
    let how = lines.firstIndex { $0.label == "how" }
    #expect(how.map { lines[$0].text.hasPrefix("kim@corp (kim) ▸ AssumeRoleWithSAML") } == true)
  }
}
