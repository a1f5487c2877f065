import ArgumentParser
import CloudTrail
import Detection
import Query
import Text

/// `iamwatch rules explain`: why a rule matches an event.
struct RulesExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says which fields of an event match which lines of a rule.",
    discussion: "Exits 0 if the rule matches, 1 if not, 2 if either cannot be read.")

  @OptionGroup var common: RulesCommonOptions

  @Argument(help: "A rule file, or the id of a built-in rule.")
  var rule: String

  @Argument(help: "A file with one JSON event; - for standard input.")
  var event: String

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let rules = try rules()
      let text = try WholeFile.text(of: event == "-" ? "/dev/stdin" : event)
      let document: JSONDocument
      do throws(JSONFault) { document = try JSONDocument(parsing: Array(text.utf8)) } catch {
        throw UsageError("\(event): no JSON event: \(error.reason)")
      }
      var status = ExitStatus.found
      for rule in rules {
        guard let reasons = rule.explanation(of: GivenEvent(document)) else { continue }
        status = .done
        printResult(
          Array(RulesExplainCommand.lines(rule, reasons).map { sanitised($0) + "\n" }.joined().utf8))
      }
      if status == .found { printResult(Array("no match\n".utf8)) }
      return status
    }
  }

  private func rules() throws(UsageError) -> [Rule] {
    let named = try RuleOptions.named([rule], [], try common.configured(), builtIn: BuiltInRules.files)
    guard named.correlations.isEmpty else {
      throw UsageError("\(rule): a correlation is about several events; explain the rules that it names")
    }
    return named.rules
  }

  private static func lines(_ rule: Rule, _ reasons: [MatchReason]) -> [String] {
    ["\(rule.id): \(rule.title) (\(rule.level.name))"]
      + reasons.map { reason in
        let place = reason.line.map { "line \($0): " } ?? ""
        let field = reason.field.isEmpty ? "the record" : reason.field
        return "  \(place)\(field)\(reason.value.map { " is \($0)" } ?? " is not what it excludes")"
      }
  }
}
