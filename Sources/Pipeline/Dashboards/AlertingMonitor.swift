import Audit
import CloudTrail
import Detection
import Query

/// A rule as a monitor of OpenSearch's alerting plugin, for those who stay in the browser: the body of
/// `POST _plugins/_alerting/monitors`.
struct AlertingMonitor {
  private let rule: Rule
  private let query: OpenSearchQuery

  /// The documents that the forwarder writes, by what their template says of them.
  private static let shape: DocumentShape = {
    let fields = IndexTemplate.fields.map {
      #""\#($0.name)":{"\#($0.type.rawValue)":{"searchable":true}}"#
    }
    let answer = #"{"fields":{\#(fields.joined(separator: ","))}}"#
    return (try? DocumentShape(fieldCapabilities: Array(answer.utf8))) ?? .messageOnly
  }()

  init(_ rule: Rule, context: EvaluationContext) {
    self.rule = rule
    query = OpenSearchQuery(rule.wanted, shape: AlertingMonitor.shape, context: context)
  }

  /// One for each critical rule about single events.
  static func files(_ rules: LoadedRules, context: EvaluationContext) -> [RenderedFile] {
    rules.rules.filter { $0.level == .critical }.map { rule in
      let monitor = AlertingMonitor(rule, context: context)
      let name = rule.id.unicodeScalars.map { isPlain($0) ? String($0) : "_" }.joined()
      return RenderedFile("dashboards/monitors/\(name).json", JSONLayout.lines(of: monitor.json))
    }
  }

  /// Whether a character of an id may stand in a file's name.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-": true
    default: false
    }
  }

  private var json: String {
    SavedObject.text { writer in
      writer.object { writer in
        writer.key("type")
        writer.value("monitor")
        writer.key("monitor_type")
        writer.value("query_level_monitor")
        writer.key("name")
        writer.value("iamwatch: \(rule.title)")
        writer.key("enabled")
        writer.value(true)
        writer.key("schedule")
        writer.object { writer in
          writer.key("period")
          writer.object { writer in
            writer.key("interval")
            writer.value(1)
            writer.key("unit")
            writer.value("MINUTES")
          }
        }
        writer.key("inputs")
        writer.array([search]) { $1(&$0) }
        writer.key("triggers")
        writer.array([trigger]) { $1(&$0) }
      }
    }
  }

  /// The documents of the minute that ended half a minute ago: each is in one minute, and has been indexed by then.
  private func search(_ writer: inout JSONWriter) {
    let window =
      #"{"range":{"@timestamp":{"gte":"{{period_start}}||-30s","lt":"{{period_end}}||-30s","format":"epoch_millis"}}}"#
    let text =
      #"{"size":20,"query":{"bool":{"filter":[\#(window),\#(String(decoding: query.json, as: UTF8.self))]}}}"#
    let body = try? JSONDocument(parsing: Array(text.utf8))
    writer.object { writer in
      writer.key("search")
      writer.object { writer in
        writer.key("indices")
        writer.array(["\(PipelineNames.indexPrefix)*"]) { $0.value($1) }
        writer.key("query")
        body?.withView { writer.value($0) }
      }
    }
  }

  private func trigger(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("query_level_trigger")
      writer.object { writer in
        writer.key("name")
        writer.value(rule.id)
        writer.key("severity")
        writer.value("1")
        writer.key("condition")
        writer.object { writer in
          writer.key("script")
          script(&writer, "ctx.results[0].hits.total.value > 0", "painless")
        }
        writer.key("actions")
        writer.array([action]) { $1(&$0) }
      }
    }
  }

  /// Told through the notification channel with the id `iamwatch`.
  private func action(_ writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("name")
      writer.value("tell")
      writer.key("destination_id")
      writer.value("iamwatch")
      writer.key("throttle_enabled")
      writer.value(false)
      writer.key("subject_template")
      script(&writer, "CRITICAL \(AlertingMonitor.literal(rule.title))", "mustache")
      writer.key("message_template")
      script(&writer, message, "mustache")
    }
  }

  /// Each event whole, with what the rule says to do. The index knows a few fields of a record, so a query may find more than the rule
  /// would.
  private var message: String {
    let hits = "ctx.results.0.hits.hits"
    let margin =
      query.isExact ? "" : "This search finds more than the rule does: iamwatch rules explain tells.\n"
    return AlertingMonitor.literal(rule.description) + "\n" + margin
      + "{{ctx.results.0.hits.total.value}} events:\n{{#\(hits)}}\n"
      + "{{_source.account}} {{_source.principal}} {{_source.action}}\n{{_source}}\n{{/\(hits)}}"
  }

  /// A rule's words are no template.
  private static func literal(_ text: String) -> String { text.replacing("{{", with: "{ {") }

  private func script(_ writer: inout JSONWriter, _ source: String, _ language: String) {
    writer.object { writer in
      writer.key("source")
      writer.value(source)
      writer.key("lang")
      writer.value(language)
    }
  }
}
