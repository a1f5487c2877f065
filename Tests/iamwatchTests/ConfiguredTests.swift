import ArgumentParser
import CloudTrail
import Configuration
import Dashboard
import Glibc
import Query
import Terminal
import Testing

@testable import iamwatch

/// Each in a process of its own: the environment is shared by all threads.
@Suite("The configuration in force")
struct ConfiguredTests {
  static let text = """
    default_context: day
    contexts:
      day: {sources: [demo:7], filter: "@wrong", theme: light}
      night: {sources: [demo:8, night.json]}
    accounts: {"111122223333": {name: payments}}
    filters: {wrong: "is:error"}
    keys: {freeze: f9}
    """

  static func question(_ arguments: String...) throws -> Question {
    let options = try CommonOptions.parse(arguments)
    return try Question(options, Configured(options.access), now: Timestamp(milliseconds: 0))
  }

  @Test("without a flag or a variable the default context's sources and filter are in force")
  func file() async {
    await #expect(processExitsWith: .success) {
      let home = try Home(ConfiguredTests.text)
      defer { home.remove() }
      let question = try ConfiguredTests.question()
      #expect(question.name == "day")
      #expect(question.sources.map(\.name) == ["demo:7"])
      #expect(question.filter == .flag(.error))
      #expect(question.accountNames[ExactString("111122223333")] == "payments")
      #expect(question.keymap.command(for: .function(9), in: .events) == .freeze)
      #expect(question.warnings.isEmpty)
    }
  }

  @Test("a variable goes before the file, a flag before the variable")
  func precedence() async {
    await #expect(processExitsWith: .success) {
      let home = try Home(ConfiguredTests.text)
      defer { home.remove() }
      setenv("IAMWATCH_CONTEXT", "night", 1)
      setenv("IAMWATCH_FILTER", "is:write", 1)
      #expect(try ConfiguredTests.question().sources.map(\.name) == ["demo:8", "night.json"])
      #expect(try ConfiguredTests.question().filter == .flag(.write))
      #expect(try ConfiguredTests.question("--context", "day").sources.map(\.name) == ["demo:7"])
      #expect(try ConfiguredTests.question("--filter", "is:root").filter == .flag(.root))
      #expect(try ConfiguredTests.question("--source", "x").name == "x")
    }
  }

  @Test("a theme named by a flag goes before one of a variable, that before the context's")
  func theme() async {
    await #expect(processExitsWith: .success) {
      let home = try Home(ConfiguredTests.text)
      defer { home.remove() }
      func name(_ arguments: String...) throws -> String {
        let options = try CommonOptions.parse(arguments)
        return try Look(options, Configured(options.access)).themeName
      }
      #expect(try name() == "light")
      #expect(try name("--context", "night") == ThemeLibrary.standard)
      setenv("IAMWATCH_THEME", "monochrome", 1)
      #expect(try name() == "monochrome")
      #expect(try name("--theme", "sixteen") == "sixteen")
    }
  }

  @Test("a file named by the flag goes before one named by the variable, that before the one at home")
  func path() async {
    await #expect(processExitsWith: .success) {
      let home = try Home(ConfiguredTests.text)
      let (first, second) = (try Home("rules: [first]"), try Home("rules: [second]"))
      defer { for folder in [home, first, second] { folder.remove() } }
      setenv("XDG_CONFIG_HOME", home.path, 1)
      setenv("IAMWATCH_CONFIG", first.file, 1)
      func rules(_ arguments: String...) throws -> [String] {
        try Configured(CommonOptions.parse(arguments).access).file.rules.map(\.value)
      }
      #expect(try rules() == ["first"])
      #expect(try rules("--config", second.file) == ["second"])
      unsetenv("IAMWATCH_CONFIG")
      #expect(try rules().isEmpty)
    }
  }

  @Test("a file that was named has to be there, the one at home has not")
  func missing() async {
    await #expect(processExitsWith: .success) {
      setenv("XDG_CONFIG_HOME", "/nosuch", 1)
      let without = try Configured(CommonOptions.parse([]).access)
      #expect(without.path == nil)
      let options = try CommonOptions.parse(["--config", "/nosuch/c.yaml"])
      #expect(throws: UsageError.self) { try Configured(options.access) }
    }
  }

  @Test("an unknown context is refused with those there are")
  func context() async {
    await #expect(processExitsWith: .success) {
      let home = try Home(ConfiguredTests.text)
      defer { home.remove() }
      let error = try #require(throws: UsageError.self) { try ConfiguredTests.question("--context", "dawn") }
      #expect(error.description.contains("day, night"))
    }
  }

  @Test("a key that cannot be is refused with its file, line and column")
  func keys() async {
    await #expect(processExitsWith: .success) {
      let home = try Home("keys:\n  freeze: q\n  sort: [s, nokey]\n")
      defer { home.remove() }
      let error = try #require(throws: UsageError.self) { try Configured(CommonOptions.parse([]).access) }
      #expect(error.lines.count == 2)
      #expect(error.lines.first?.hasPrefix("\(home.file):2:11: keys.freeze: q is leave already") == true)
      #expect(error.lines.last?.hasPrefix("\(home.file):3:13: keys.sort: \"nokey\"") == true)
    }
  }

  @Test("a source that names no log group is refused at its place in the file")
  func source() async {
    await #expect(processExitsWith: .success) {
      let home = try Home("default_context: a\ncontexts: {a: {sources: [\"live:x y\"]}}\n")
      defer { home.remove() }
      let error = try #require(throws: UsageError.self) { try ConfiguredTests.question() }
      #expect(error.description.hasPrefix("\(home.file):2:26: "))
    }
  }
}

/// A folder with a configuration, which the environment names as the user's.
struct Home {
  let path: String
  var file: String { path + "/iamwatch/config.yaml" }

  init(_ text: String) throws {
    var template = Array("/tmp/iamwatch-XXXXXX".utf8CString)
    path = String(cString: try #require(mkdtemp(&template)))
    mkdir(path + "/iamwatch", 0o700)
    let descriptor = open(path + "/iamwatch/config.yaml", O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    close(descriptor)
    setenv("XDG_CONFIG_HOME", path, 1)
    for name in ["CONFIG", "CONTEXT", "SOURCE", "FILTER", "THEME"] { unsetenv("IAMWATCH_\(name)") }
  }

  func remove() {
    unlink(file)
    rmdir(path + "/iamwatch")
    rmdir(path)
  }
}
