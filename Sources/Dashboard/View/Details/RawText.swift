import Audit
import CloudTrail
import Terminal

/// The record as JSON, and what it came in; only secrets are left out.
enum RawText {
  static func paragraphs(of details: EventDetails) -> [DetailsParagraph] {
    let envelope = details.envelope.map { [.heading("Envelope")] + lines(of: $0, style: .dim) } ?? []
    return envelope + (envelope.isEmpty ? [] : [.heading("Record")]) + lines(of: details.record, style: .text)
  }

  private static func lines(of document: JSONDocument, style: Style) -> [DetailsParagraph] {
    document.withView { JSONPretty.lines(of: $0) }.map { .flush($0, style: style) }
  }
}
