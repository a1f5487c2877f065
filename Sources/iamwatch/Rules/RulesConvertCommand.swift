import ArgumentParser
import Audit
import Detection
import Query
import Text

/// `iamwatch rules convert`: rules as queries of other engines.
struct RulesConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract:
      "Prints rules as queries of OpenSearch, of CloudWatch Logs Insights, or as EventBridge event patterns.",
    discussion: """
      What an engine cannot ask is widened: it finds all that the rule matches, perhaps more; stderr says where. Queries are for \
      EventBridge events, the record at detail, as dynamic mapping indexes them. A rule that needs several event patterns gives several.
      """)

  enum Engine: String, CaseIterable, ExpressibleByArgument {
    case opensearch, insights, eventbridge
  }

  @OptionGroup var common: RulesCommonOptions
  @OptionGroup var rules: RuleOptions

  @Argument(
    help:
      "The id of a rule, a rule file, a folder of them, or a glob; every rule in force where none is given.")
  var rule: [String] = []

  @Option(help: "opensearch, insights or eventbridge.")
  var to: Engine

  @Option(help: "text, a query a line, or json, a rule a line with its queries.")
  var format: String?

  func run() throws {
    try endingWithStatus { () throws(UsageError) in
      let format = try TextOrJSON(format)
      let configured = try common.configured()
      let named = try rules.named(rule, configured)
      let context = EvaluationContext(accountNames: configured.accountNames)
      for correlation in named.correlations {
        let reason = "a correlation is about several events; convert the rules that it names"
        guard rule.isEmpty else { throw UsageError("\(correlation.id): \(reason)") }
        complain(sanitised("iamwatch: left out \(correlation.id): \(reason)"))
      }
      for rule in named.rules {
        let converted = ConvertedRule(rule, to: to, context: context)
        for remark in converted.remarks { complain(sanitised("iamwatch: \(rule.id): \(remark)")) }
        printResult(format == .json ? converted.json() : converted.text())
      }
      return .done
    }
  }
}

/// A rule as an engine is asked for it.
struct ConvertedRule {
  let rule: Rule
  let queries: [String]
  /// Whether the engine finds just what the rule matches.
  let isExact: Bool

  init(_ rule: Rule, to engine: RulesConvertCommand.Engine, context: EvaluationContext) {
    self.rule = rule
    switch engine {
    case .opensearch:
      let query = OpenSearchQuery(rule.wanted, shape: .dynamicallyMapped, context: context)
      (queries, isExact) = ([String(decoding: query.json, as: UTF8.self)], query.isExact)
    case .insights:
      let query = InsightsQuery(rule.wanted, context: context)
      (queries, isExact) = ([query.text], query.isExact)
    case .eventbridge:
      let query = EventPatternQuery(rule.predicate, recordAt: rule.root.recordPath, context: context)
      (queries, isExact) = (query.patterns, query.isExact)
    }
  }

  /// What whoever uses the queries has to know.
  var remarks: [String] {
    (isExact ? [] : ["wider than the rule: it also finds events that the rule does not match"])
      + (queries.isEmpty ? ["no event can match it"] : [])
      + (queries.count > 1 ? ["\(queries.count) event patterns, as one may have 4,096 characters"] : [])
  }

  func text() -> [UInt8] { Array(queries.map { "\($0)\n" }.joined().utf8) }

  func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("rule")
      writer.value(rule.id)
      writer.key("title")
      writer.value(rule.title)
      writer.key("severity")
      writer.value(rule.level.name)
      writer.key("exact")
      writer.value(isExact)
      writer.key("queries")
      writer.array(queries) { $0.value($1) }
    }
    writer.endLine()
    return writer.bytes
  }
}
