import ArgumentParser
import CloudTrail
import Detection
import Query
import Text

/// `iamwatch rules test`: whether rules match the events that they carry.
struct RulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Asks rules of the test events that they carry; without a path the built-in ones.",
    discussion: "Exits 1 if a rule misses an event that it must match, or matches one that it must not.")

  @OptionGroup var common: RulesCommonOptions

  @Argument(help: "Rule files, folders of them, or globs.")
  var paths: [String] = []

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let loaded = try RuleOptions.load(
        paths, try common.configured(), builtIn: paths.isEmpty ? BuiltInRules.testedFiles : [])
      var failures: [String] = []
      var (asked, without) = (0, 0)
      let tested = loaded.tested
      for rule in tested {
        let found = RuleTest(rule: rule)
        failures += found.failures
        asked += found.count
        if found.count == 0 { without += 1 }
      }
      let untested = without == 0 ? "" : ", \(without) without test events"
      let result = "\(tested.count) rules, \(asked) events, \(failures.count) failed\(untested)"
      printResult(Array((failures + [result]).map { sanitised($0) + "\n" }.joined().utf8))
      return failures.isEmpty ? .done : .found
    }
  }
}

/// One rule and the events that it carries.
struct RuleTest {
  /// How many events it carries.
  let count: Int
  /// One for each event that came out otherwise than it must.
  let failures: [String]

  init(rule: Rule) {
    let (must, mustNot) = (rule.testEvents.mustMatch, rule.testEvents.mustNotMatch)
    count = must.count + mustNot.count
    let name = rule.place.map { "\($0): \(rule.id)" } ?? rule.id
    failures =
      RuleTest.failures(must, of: rule, mustMatch: true).map { "\(name): \($0)" }
      + RuleTest.failures(mustNot, of: rule, mustMatch: false).map { "\(name): \($0)" }
  }

  private static func failures(_ events: [String], of rule: Rule, mustMatch: Bool) -> [String] {
    events.enumerated().compactMap { number, event in
      let which = "event \(number + 1) that it must\(mustMatch ? "" : " not") match"
      guard let document = try? JSONDocument(parsing: Array(event.utf8)) else {
        return "\(which) is no JSON object"
      }
      let matches = rule.explanation(of: GivenEvent(document)) != nil
      return matches == mustMatch ? nil : "\(which): \(mustMatch ? "no match" : "matched")"
    }
  }
}
