import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("Counts that the engine made say so")
struct EngineLabelsTests {
  /// The screen of a world whose counts an engine makes.
  private func screen(
    _ remarks: Set<EngineRemark> = [], isCounting: Bool = false, columns: Int = 120
  ) -> Screen {
    let world = Story.world
    var model = Model(settings: Story.settings(), columns: columns, rows: 40, now: Story.now)
    var answers = world.answers
    answers.summary = { request in
      var asked = request
      asked.sparkParts = 0
      var summary = world.summary(asked)
      summary.engine = EngineNote(asOf: Story.now, remarks: remarks, isCounting: isCounting)
      summary.complete = remarks.isEmpty && !isCounting
      return summary
    }
    answers.events = { request in
      var list = world.list(request)
      list.isFetched = true
      return list
    }
    model.settle(model.start(), by: answers)
    var screen = Screen(world, columns: columns)
    screen.model = model
    return screen
  }

  private func title(_ name: String, _ screen: Screen) -> String {
    screen.lines.first { $0.contains("─ \(name)") || $0.contains("━ \(name)") } ?? ""
  }

  @Test("the timeline names the engine and the moment")
  func timeline() {
    let clock = screen().model.times.clock(Story.now)
    #expect(title("Activity", screen()).contains("counted by the engine at \(clock)"))
    #expect(title("Activity", screen(columns: 90)).contains("engine \(clock)"))
    #expect(!title("Activity", screen()).contains("approximate"))
  }

  @Test("what keeps the counts from being exact is said beside them, and in words under !")
  func approximate() {
    var screen = screen([.storedTime])
    #expect(title("Accounts", screen).contains("approximate"))
    screen.press(.character("!"))
    #expect(screen.lines.contains { $0.contains("the window is of the time of storing") })
  }

  @Test(
    "counts of a part are partial",
    arguments: [([EngineRemark.cutOff], false), ([], true), ([.storedTime], true)])
  func partial(remarks: [EngineRemark], isCounting: Bool) {
    #expect(title("Accounts", screen(Set(remarks), isCounting: isCounting)).contains("partial"))
  }

  @Test("what an engine does not tell is unknown, and not a row without a trend")
  func unknown() {
    var screen = screen()
    #expect(screen.lines.contains { $0.contains(" ?  ") })
    screen.press(.character("!"))
    #expect(screen.lines.contains { $0.contains("it tells no trends, and not who or what is new") })
  }

  @Test("alerts are those of the events held, and the events say how many were fetched")
  func held() {
    #expect(title("Accounts", screen()).contains("of events held"))
    #expect(title("Events", screen()).contains("newest 2,873 fetched"))
  }
}
