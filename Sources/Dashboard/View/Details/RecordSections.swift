/// The request, the response, and what else the record holds.
enum RecordSections {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    section("Request", subject.facts.request) + section("Response", subject.facts.response)
      + section("Context", subject.facts.context)
  }

  private static func section(_ title: String, _ lines: [String]) -> [DetailsParagraph] {
    lines.isEmpty ? [] : [.heading(title)] + lines.map { .flush($0) }
  }
}
