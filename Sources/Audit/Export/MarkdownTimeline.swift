import CloudTrail
import Query
import Text

/// Events one after another as a report: readable as it is and as Markdown. Each has the SHA-256 of its record, so that whoever holds
/// the record can tell that it is the one.
package struct MarkdownTimeline: Sendable {
  /// What stands above the events.
  package struct Head: Sendable {
    /// What is listed: `Events`, `Marked events`.
    package var title: String
    package var writtenAt: Timestamp
    package var sources: [SourceHealth]
    /// The filter that chose the events; nil without one.
    package var filter: String?
    package var events: Int

    package init(
      title: String, writtenAt: Timestamp, sources: [SourceHealth], filter: String?, events: Int
    ) {
      (self.title, self.writtenAt, self.sources) = (title, writtenAt, sources)
      (self.filter, self.events) = (filter, events)
    }
  }

  private let accountNames: [ExactString: String]
  private var day: String?

  package init(accountNames: [ExactString: String]) { self.accountNames = accountNames }

  package func text(of head: Head) -> String {
    var text = "# \(markdownText(head.title))\n\n"
    text += "- written: \(head.writtenAt.rfc3339), by iamwatch\n"
    for source in head.sources {
      let error = source.error.map { ", \(markdownText($0))" } ?? ""
      text += "- source: \(markdownText(source.source)), \(source.state.rawValue)\(error)\n"
    }
    text += "- filter: \(head.filter.map { markdownText($0) } ?? "none")\n"
    return text + "- events: \(grouped(head.events))\n"
  }

  /// One event; a day's first has the day above it.
  ///
  /// - Parameter digest: the SHA-256 of the record's bytes in hexadecimal; nil when the record could not be read.
  package mutating func text(of line: EventLine, note: String, digest: String?) -> String {
    let civil = CivilTime(seconds: line.time.seconds)
    var text = ""
    if day != civil.date {
      day = civil.date
      text += "\n## \(civil.date)\n"
    }
    text += "\n### \(civil.clock)Z \(markdownText(line.action))\n\n"
    if !note.isEmpty { text += "> \(markdownText(note))\n\n" }
    for (name, value) in facts(line) { text += "- \(name): \(value)\n" }
    return text + "- SHA-256 of the record: \(digest.map { "`\($0)`" } ?? "the record could not be read")\n"
  }

  private func facts(_ line: EventLine) -> [(String, String)] {
    let account = accountNames[ExactString(line.account)].map { "\($0) (\(line.account))" } ?? line.account
    let access = line.readOnly.map { $0 ? ", read" : ", write" } ?? ""
    let who = [line.principal, line.principalType, line.session.map { "session \($0)" }].compactMap { $0 }
    let from = [line.sourceIP, line.userAgent].compactMap { $0 }
    let facts: [(String, String?)] = [
      ("who", who.joined(separator: ", ")), ("account", account), ("region", line.region),
      ("target", line.target), ("result", (line.errorCode ?? (line.isError ? "failed" : "ok")) + access),
      ("from", from.isEmpty ? nil : from.joined(separator: ", ")),
      ("alerts", line.alerts.isEmpty ? nil : line.alerts.joined(separator: ", ")), ("eventID", line.eventID),
    ]
    return facts.compactMap { name, value in value.map { (name, markdownText($0)) } }
  }
}
