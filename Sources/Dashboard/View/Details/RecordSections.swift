import Audit

/// The request, the response, and what else the record holds.
enum RecordSections {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let record = subject.details.text
    return section("Request", record.request) + section("Response", record.response)
      + section("Context", cutAgent(subject) + record.context)
  }

  /// The user agent where the sentence has only its beginning.
  private static func cutAgent(_ subject: DetailsSubject) -> [String] {
    guard let agent = subject.facts.userAgent, agent.utf8.count > OriginSection.longestAgent else {
      return []
    }
    return [RecordText.shown("userAgent: \(agent)")]
  }

  private static func section(_ title: String, _ lines: [String]) -> [DetailsParagraph] {
    lines.isEmpty ? [] : [.heading(title)] + lines.map { .recorded($0) }
  }
}
