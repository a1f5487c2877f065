import Audit
import CloudTrail
import Query
import Seeded
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Anything at any time")
struct FuzzTests {
  @Test("10,000 random messages leave a whole screen and a model that fits together", arguments: 0..<4)
  func messages(seed: UInt64) {
    var dice = SeededRandom(state: seed)
    var screen = Screen(Self.world(&dice), columns: 100, rows: 30)
    var held: [Command] = []
    for step in 0..<2500 {
      let message = Self.message(step, &dice)
      let commands = update(&screen.model, message) + held
      held = []
      // Some answers come late, some never, some twice.
      for command in commands {
        switch Int.random(in: 0..<8, using: &dice) {
        case 0: held.append(command)
        case 1: break
        case 2:
          screen.model.settle([command], by: screen.world.answers)
          screen.model.settle([command], by: screen.world.answers)
        default: screen.model.settle([command], by: screen.world.answers)
        }
      }
      check(screen.model, isThorough: step.isMultiple(of: 8))
    }
  }

  private func check(_ model: Model, isThorough: Bool) {
    let canvas = view(model)
    #expect(canvas.columns == model.columns && canvas.rows == model.rows)
    if isThorough { check(canvas) }
    #expect(model.events.line >= 0 && model.events.line <= max(0, model.height(of: .events) - 1))
    for table in TableKind.allCases { #expect(model.state(of: table).top >= 0) }
    if !model.layout.isTooSmall { #expect(model.layout.panes[model.focus] != nil, "\(model.focus)") }
    #expect(model.problems.entries.count <= Problems.most)
  }

  private func check(_ canvas: Canvas) {
    for y in 0..<canvas.rows {
      var width = 0
      for cell in canvas[row: y] {
        width += Int(cell.width)
        if cell.glyph.base.value < 0x20 || (0x7F...0x9F).contains(cell.glyph.base.value) {
          Issue.record("a control character")
        }
      }
      if width != canvas.columns { Issue.record("row \(y): a wide glyph lost a half") }
    }
  }

  private static func world(_ dice: inout SeededRandom) -> World {
    var world = World()
    world.rules = ["r": ("한국어 \u{1B}[31m rule", .critical), "s": ("quiet", .low)]
    for number in 0..<40 {
      let names = [
        "a", "데이터", "e\u{301}\u{302}\u{303}", "\u{202E}x", "👩‍👩‍👧", "\u{1B}]0;x\u{7}", "",
        String(repeating: "長", count: 90),
      ]
      func name() -> String { names.randomElement(using: &dice) ?? "" }
      let rule = number % 7 == 0
      world.events.append(
        EventRow(
          id: Story.id(number), time: Story.ago(Int64(number * number)), account: name(), principal: name(),
          principalType: name(), session: name(), action: name(), region: name(), sourceIP: name(),
          target: name(),
          errorCode: name(), isError: number % 3 == 0, isWrite: number % 2 == 0,
          severity: rule ? .critical : nil,
          rules: rule ? ["r"] : []))
    }
    return world
  }

  private static func message(_ step: Int, _ dice: inout SeededRandom) -> Message {
    switch Int.random(in: 0..<24, using: &dice) {
    case 0:
      .resized(columns: Int.random(in: 0..<230, using: &dice), rows: Int.random(in: 0..<80, using: &dice))
    case 1: .tick(Timestamp(milliseconds: Story.now.milliseconds + Int64(step * 300)))
    case 2: .batchArrived(events: Int.random(in: 0..<9, using: &dice))
    case 3: .summary(request: Int.random(in: 0..<step + 1, using: &dice), Summary())
    case 4: .events(request: Int.random(in: 0..<step + 1, using: &dice), EventList())
    case 5: .details(request: Int.random(in: 0..<step + 1, using: &dice), nil)
    case 6: .failed(request: Int.random(in: 0..<step + 1, using: &dice), reason: "\u{1B}[2J")
    case 7: .health(Bool.random(using: &dice) ? Story.health : [])
    case 8 where Bool.random(using: &dice): .lineage(request: Int.random(in: 0..<step + 1, using: &dice), nil)
    case 8: .problem(Problem(source: "\u{9B}x", text: "\u{202E}"))
    default: .key(key(&dice))
    }
  }

  private static func key(_ dice: inout SeededRandom) -> Key {
    let keys: [Key] =
      [
        .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .tab, .backTab, .enter, .escape,
        .backspace, .delete,
      ]
      + "hjklgG/?f FnNd sS[]t!qrw=(é長\u{301}:*v,.<>){}Tz".map(Key.character) + [
        .paste("is:error OR \u{1B}"), .control("u"), .control("w"),
      ]
      + [MouseEvent.Action.press, .drag, .doubleClick, .wheelUp, .wheelDown, .release].map {
        .mouse(
          MouseEvent(
            x: Int.random(in: -1..<200, using: &dice), y: Int.random(in: -1..<60, using: &dice), action: $0,
            button: .left))
      }
    return keys.randomElement(using: &dice) ?? .escape
  }
}
