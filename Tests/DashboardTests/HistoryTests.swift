import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Back and forward")
struct HistoryTests {
  private func focused(_ pane: Pane) -> Screen {
    var screen = Screen()
    screen.model.focus = pane
    return screen
  }

  private func filtered(_ screen: inout Screen, by text: String) {
    screen.press(.character("/"), .control("u"))
    screen.type(text)
    screen.press(.enter)
  }

  @Test("b takes back a filter, a drill and a zoom one after the other, and B gives them again")
  func steps() {
    var screen = focused(.accounts)
    let start = screen.model.place
    filtered(&screen, by: "is:error")
    screen.press(.down, .enter)
    let drilled = screen.model.place
    screen.press(.character("]"))
    let zoomed = screen.model.place
    screen.press(.character("b"))
    #expect(screen.model.place.showsSame(as: drilled))
    // The selection that led to the drill, the filter, and the start.
    screen.press(.character("b"), .character("b"))
    #expect(screen.model.filter.text == "is:error" && screen.model.drills.isEmpty)
    screen.press(.character("b"))
    #expect(screen.model.place.showsSame(as: start))
    screen.press(.character("b"))
    #expect(screen.said == [.bell])
    screen.press(.character("B"), .character("B"), .character("B"), .character("B"))
    #expect(screen.model.place == zoomed)
    screen.press(.character("B"))
    #expect(screen.said == [.bell, .bell])
  }

  @Test("moving through a table's rows is one entry")
  func wandering() {
    var screen = focused(.principals)
    screen.press(.down, .down, .down)
    screen.press(.character("b"))
    #expect(screen.model.state(of: .principals).selected == nil)
    screen.press(.character("b"))
    #expect(screen.said == [.bell])
    screen.press(.character("B"))
    #expect(screen.model.state(of: .principals).selectedIndex == 2)
  }

  @Test("a table's rows left again upwards are no entry")
  func backOut() {
    var screen = focused(.principals)
    screen.press(.down, .down, .up, .up, .character("b"))
    #expect(screen.said == [.bell])
  }

  @Test("each table moved through is an entry of its own")
  func twoTables() {
    var screen = focused(.accounts)
    screen.press(.down, .right, .down, .down)
    screen.press(.character("b"))
    #expect(screen.model.state(of: .principals).selected == nil)
    #expect(screen.model.state(of: .accounts).selected != nil)
  }

  @Test("what is typed into the filter is no entry until it is applied, and none when it is given up")
  func typing() {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:error")
    screen.press(.escape, .character("b"))
    #expect(screen.said == [.bell])
    filtered(&screen, by: "is:write")
    screen.press(.character("b"))
    #expect(screen.model.filter.text.isEmpty)
  }

  @Test("looking at something else after going back forgets what lay ahead")
  func branching() {
    var screen = focused(.accounts)
    screen.press(.down, .enter, .character("b"))
    filtered(&screen, by: "is:error")
    screen.press(.character("B"))
    #expect(screen.said == [.bell])
    #expect(screen.model.filter.text == "is:error")
  }

  @Test("going back gives the focus back")
  func focus() {
    var screen = focused(.accounts)
    screen.press(.down, .enter, .tab, .tab, .tab)
    screen.press(.character("]"), .character("b"), .character("b"))
    #expect(screen.model.focus == .accounts)
  }

  @Test("a drill taken back by escape can be looked at again")
  func undone() {
    var screen = focused(.accounts)
    screen.press(.down, .enter)
    let drilled = screen.model.place
    screen.press(.escape, .character("b"))
    #expect(screen.model.place.showsSame(as: drilled))
  }

  @Test("events that arrive and ticks are no entries")
  func data() {
    var screen = Screen()
    screen.arrive([])
    screen.send(.tick(Story.now))
    screen.press(.character("b"))
    #expect(screen.said == [.bell])
  }

  @Test("no more than a hundred places are kept")
  func bounded() {
    var screen = Screen(World())
    for number in 0..<150 {
      screen.press(
        .character("/"), .control("u"), .paste(number.isMultiple(of: 2) ? "is:error" : "is:write"), .enter)
    }
    for _ in 0..<History.most { screen.press(.character("b")) }
    #expect(screen.said.isEmpty)
    screen.press(.character("b"))
    #expect(screen.said == [.bell])
  }
}

@Suite("Breadcrumbs")
struct BreadcrumbTests {
  /// Filtered, zoomed, drilled into an account and a principal, an action selected.
  private var deep: Screen {
    var screen = Screen(columns: 160)
    screen.press(.character("/"))
    screen.type("-action:iam:Nothing")
    screen.press(.enter, .character("]"))
    screen.model.focus = .accounts
    screen.press(.down, .enter, .right, .down, .enter, .right, .down)
    return screen
  }

  private func click(_ screen: inout Screen, on word: String) throws {
    let line = Array(try #require(screen.lines.last))
    let x = try #require(line.indices.first { line[$0...].starts(with: word) })
    screen.press(.mouse(MouseEvent(x: x, y: screen.lines.count - 1, action: .press, button: .left)))
  }

  @Test("they name the filter, the zoom, the drills and the selection, in this order")
  func order() {
    #expect(
      deep.model.crumbs.map(\.step) == [
        .start, .filter, .zoom, .drill(0), .drill(1), .selection(.actions),
      ])
  }

  @Test("a click on a drill takes back what stands to its right")
  func clickDrill() throws {
    var screen = deep
    try click(&screen, on: "prod-payments")
    #expect(screen.model.crumbs.map(\.step) == [.start, .filter, .zoom, .drill(0)])
  }

  @Test("a click on the name takes back everything, and b gives it again")
  func clickStart() throws {
    var screen = deep
    let before = screen.model.place
    try click(&screen, on: "prod")
    #expect(screen.model.crumbs.map(\.step) == [.start])
    #expect(screen.model.eventsQuestion?.predicate == nil)
    screen.press(.character("b"))
    #expect(screen.model.place.showsSame(as: before))
  }

  @Test("a click behind them does nothing")
  func clickBehind() {
    var screen = deep
    let before = screen.model.place
    screen.press(.mouse(MouseEvent(x: 100, y: screen.lines.count - 1, action: .press, button: .left)))
    #expect(screen.model.place == before)
  }
}
