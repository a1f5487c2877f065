import ArgumentParser
import Audit
import Detection
import Query
import Text

/// `iamwatch rules list`: which rules there are.
struct RulesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the rules in force: the built-in ones and those of --rules.")

  @OptionGroup var common: RulesCommonOptions
  @OptionGroup var rules: RuleOptions

  @Option(help: "text or json.")
  var format: String?

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let format = try TextOrJSON(format)
      let configured = try common.configured()
      let loaded = try rules.load(configured)
      let listed = loaded.rules.map(ListedRule.init) + loaded.correlations.map(ListedRule.init)
      printResult(format == .json ? ListedRule.json(listed) : Array(ListedRule.text(listed).utf8))
      configured.tellOfQuiet(loaded)
      return .done
    }
  }
}

/// A rule as a list shows it.
struct ListedRule {
  let id: String
  let title: String
  let level: Severity
  let tags: [String]
  /// Its file and line.
  let place: RulePlace?

  init(_ rule: Rule) {
    (id, title, level, tags, place) = (rule.id, rule.title, rule.level, rule.tags, rule.place)
  }

  init(_ rule: Correlation) {
    (id, title, level, tags, place) = (rule.id, rule.title, rule.level, rule.tags, rule.place)
  }

  /// A line a rule: level, id, title, file.
  static func text(_ rules: [ListedRule]) -> String {
    let longest = rules.map(\.id.count).max() ?? 0
    return rules.map { rule in
      let level = padded(rule.level.name, to: 13)
      let place = rule.place.map { "  \($0)" } ?? ""
      return sanitised("\(level)  \(padded(rule.id, to: min(longest, 40)))  \(rule.title)\(place)") + "\n"
    }.joined()
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func json(_ rules: [ListedRule]) -> [UInt8] {
    var writer = JSONWriter()
    writer.array(rules) { writer, rule in
      writer.object { writer in
        writer.key("rule")
        writer.value(rule.id)
        writer.key("title")
        writer.value(rule.title)
        writer.key("severity")
        writer.value(rule.level.name)
        writer.key("tags")
        writer.array(rule.tags) { $0.value($1) }
        writer.key("file")
        writer.value(rule.place?.path)
        writer.key("line")
        writer.value(rule.place?.line)
      }
    }
    writer.endLine()
    return writer.bytes
  }
}
