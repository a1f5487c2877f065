import Audit
import CloudTrail
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("The details' text is written anew when it must be")
struct DetailsCacheTests {
  private static let times = Times(form: .mixed, zone: .utc, now: Story.now)

  private func state(_ settings: Settings = Story.settings()) throws -> DetailsState {
    var state = DetailsState()
    state.want(Cases.export, request: 1)
    state.take(Cases.policy.details(Cases.export), request: 1)
    state.write(width: 60, settings: settings, times: Self.times)
    return state
  }

  @Test("for another width")
  func width() throws {
    var state = try state()
    let before = state.lines.count
    state.write(width: 30, settings: Story.settings(), times: Self.times)
    #expect(state.lines.count > before)
  }

  @Test("for other names of accounts")
  func names() throws {
    var state = try state()
    state.write(
      width: 60, settings: Story.settings(names: [ExactString("111122223333"): "renamed"]), times: Self.times)
    #expect(state.lines.contains { $0.text.contains("renamed") })
  }

  @Test("for other signs")
  func signs() throws {
    var state = try state()
    var settings = Story.settings()
    settings.glyphs = .ascii
    state.write(width: 60, settings: settings, times: Self.times)
    #expect(state.lines.allSatisfy { $0.text.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test("for another time zone")
  func zone() throws {
    var state = try state()
    let local = Times(form: .mixed, zone: Zone { _ in 3600 }, now: Story.now)
    state.write(width: 60, settings: Story.settings(), times: local)
    #expect(state.lines.contains { $0.text == "2026-11-01T15:03:20+01:00" })
  }

  @Test("for another record of the same event")
  func record() throws {
    var state = try state()
    state.want(Cases.export, request: 2)
    var other = try #require(Cases.policy.details(Cases.export))
    other.complete = false
    state.take(other, request: 2)
    state.write(width: 60, settings: Story.settings(), times: Self.times)
    #expect(state.lines.contains { $0.text == "a part of the record could not be read" })
  }

  @Test("when the version before is known")
  func earlier() throws {
    var state = try state()
    state.wantEarlier(request: 3, now: Story.now)
    state.take(nil, earlierRequest: 3)
    state.write(width: 60, settings: Story.settings(), times: Self.times)
    #expect(state.lines.contains { $0.text == "no earlier version is held" })
  }

  @Test("and the hits are those of the new text")
  func hits() throws {
    var screen = Screen.opened(Cases.policy, columns: 200, rows: 60)
    screen.press(.character("F"))
    screen.type("passrole")
    screen.send(.resized(columns: 80, rows: 24))
    let state = screen.model.details
    for hit in state.search.hits {
      let text = Array(state.page.paragraphs[hit.paragraph].text.utf8)[hit.range]
      #expect(String(decoding: text, as: UTF8.self).lowercased() == "passrole")
    }
    #expect(state.search.hits.count == 3)
  }

  @Test("a key in a record of 10,000 lines costs no more than in a short one")
  func long() {
    func time(_ members: Int) -> Duration {
      var screen = Screen.opened(Cases.long(members))
      let clock = ContinuousClock()
      return (0..<20).map { _ in
        clock.measure {
          screen.press(.down)
          _ = screen.canvas
        }
      }.min() ?? .zero
    }
    #expect(time(10_000) < time(10) * 4 + .milliseconds(4))
  }
}
