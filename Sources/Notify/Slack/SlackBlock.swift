import Audit
import Text

/// One block of a Slack message (Slack's Block Kit reference).
enum SlackBlock {
  case header(String)
  /// A label of ours, and a text.
  case section(String, String)
  case fields([(label: String, value: String)])
  case context([String])

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("type")
      switch self {
      case .header(let text):
        writer.value("header")
        writer.key("text")
        writer.plainText(slackText(text, limit: 150))
      case .section(let label, let text):
        writer.value("section")
        writer.key("text")
        writer.plainText(label + slackText(text, limit: 3_000 - label.utf16.count))
      case .fields(let fields):
        writer.value("section")
        writer.key("fields")
        writer.array(fields.prefix(10)) { writer, field in
          writer.plainText("\(field.label)\n\(slackText(field.value, limit: 1_000))")
        }
      case .context(let texts):
        writer.value("context")
        writer.key("elements")
        writer.array(texts.prefix(10)) { $0.plainText(slackText($1, limit: 2_000)) }
      }
    }
  }
}

extension JSONWriter {
  /// A text object in which nothing is markup.
  fileprivate mutating func plainText(_ text: String) {
    object { writer in
      writer.key("type")
      writer.value("plain_text")
      writer.key("emoji")
      writer.value(false)
      writer.key("text")
      writer.value(text)
    }
  }
}
