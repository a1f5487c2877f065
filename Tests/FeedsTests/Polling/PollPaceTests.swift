import Feeds
import Testing

@Suite struct PollPaceTests {
  @Test func `a quiet source is asked less and less often, and at once more often when something comes`() {
    var pace = PollPace(shortest: .seconds(2), longest: .seconds(6))
    #expect(
      (0..<4).map { _ in pace.pause(fresh: false) } == [.seconds(3), .seconds(4.5), .seconds(6), .seconds(6)])
    #expect(pace.pause(fresh: true) == .seconds(2))
  }

  @Test func `each failure doubles the pause up to a minute, and an answer ends that`() {
    var pace = PollPace(shortest: .seconds(2))
    let failure = SourceFailure(.transient, "")
    #expect(
      (0..<6).map { _ in pace.pause(after: failure) }
        == [4, 8, 16, 32, 60, 60].map { Duration.seconds($0) })
    #expect(pace.pause(fresh: false) == .seconds(2))
  }

  @Test func `a source that is asked too much is left alone for five seconds at least`() {
    var pace = PollPace(shortest: .seconds(1))
    #expect(pace.pause(after: SourceFailure(.throttled, "")) == .seconds(5))
  }
}
