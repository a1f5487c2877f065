import ArgumentParser
import CloudTrail
import Detection
import Glibc
import Query
import Testing

@testable import iamwatch

/// Each in a process of its own: the environment is shared by all threads.
@Suite("IAMWATCH_<FLAG>")
struct EnvironmentTests {
  @Test("a variable gives the flag that is not there")
  func question() async {
    await #expect(processExitsWith: .success) {
      setenv("IAMWATCH_SOURCE", "events.json", 1)
      setenv("IAMWATCH_SINCE", "2026-11-01", 1)
      setenv("IAMWATCH_UNTIL", "2026-11-02", 1)
      setenv("IAMWATCH_FILTER", "is:denied", 1)
      setenv("IAMWATCH_SCOPE", "all", 1)
      setenv("IAMWATCH_NO_BUILTIN_RULES", "1", 1)
      let question = try Question(CommonOptions.parse([]), now: Timestamp(milliseconds: 0))
      #expect(question.sources.map(\.name) == ["events.json"])
      #expect(question.since?.rfc3339 == "2026-11-01T00:00:00Z")
      #expect(question.until?.rfc3339 == "2026-11-02T00:00:00Z")
      #expect(question.filterText == "is:denied")
      #expect(question.scope == .all)
      #expect(question.rules.rules.isEmpty)
    }
  }

  @Test("a flag goes before its variable")
  func precedence() async {
    await #expect(processExitsWith: .success) {
      setenv("IAMWATCH_SOURCE", "a", 1)
      setenv("IAMWATCH_SCOPE", "all", 1)
      let options = try CommonOptions.parse(["--source", "b", "--scope", "identity"])
      let question = try Question(options, now: Timestamp(milliseconds: 0))
      #expect(question.sources.map(\.name) == ["b"])
      #expect(question.scope == .identity)
    }
  }

  @Test("a bad value in a variable is refused as one in a flag")
  func refusal() async {
    await #expect(processExitsWith: .success) {
      setenv("IAMWATCH_SCOPE", "some", 1)
      let options = try CommonOptions.parse(["--source", "demo"])
      #expect(throws: UsageError.self) { try Question(options, now: Timestamp(milliseconds: 0)) }
    }
  }

  @Test("what --once prints may come from variables")
  func once() async {
    await #expect(processExitsWith: .success) {
      setenv("IAMWATCH_FORMAT", "json", 1)
      setenv("IAMWATCH_SIZE", "80x24", 1)
      setenv("IAMWATCH_TOP", "7", 1)
      setenv("IAMWATCH_FAIL_ON", "critical", 1)
      let options = try OnceOptions(format: nil, size: nil, top: nil, failOn: nil)
      #expect(options.format == .json)
      #expect((options.columns, options.rows) == (80, 24))
      #expect(options.top == 7)
      #expect(options.failOn == .critical)
    }
  }

  @Test("an empty variable is as good as none, and 0, false and no switch nothing on")
  func off() async {
    await #expect(processExitsWith: .success) {
      setenv("IAMWATCH_FORMAT", "", 1)
      #expect(Environment.flag("FORMAT") == nil)
      for value in ["", "0", "false", "no"] {
        setenv("IAMWATCH_ONCE", value, 1)
        #expect(!Environment.isSet("ONCE"), "\(value)")
      }
      for value in ["1", "true", "yes"] {
        setenv("IAMWATCH_ONCE", value, 1)
        #expect(Environment.isSet("ONCE"), "\(value)")
      }
    }
  }
}
