import Audit
import Terminal

/// The record as JSON, and what it came in; only secrets are left out.
enum RawText {
  static func paragraphs(of details: EventDetails) -> [DetailsParagraph] {
    let record = details.text.raw.map { DetailsParagraph.recorded($0) }
    guard !details.text.envelope.isEmpty else { return record }
    let envelope = details.text.envelope.map { DetailsParagraph.recorded($0, style: .dim) }
    return [.heading("Envelope")] + envelope + [.heading("Record")] + record
  }
}
