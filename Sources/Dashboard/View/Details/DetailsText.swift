import Terminal

/// One event as a sentence: who, did, got, to, with, from, when, how, why, next; below it its policies, request,
/// response and context.
enum DetailsText {
  static func paragraphs(of subject: DetailsSubject) -> [DetailsParagraph] {
    section("who", ActorSection.text(subject)) + section("did", ActionSection.text(subject))
      + section("got", ResultSection.text(subject)) + section("to", TargetSection.text(subject))
      + section("with", PolicySummary.text(subject)) + section("from", OriginSection.text(subject))
      + section("when", MomentSection.text(subject)) + section("how", HowSection.text(subject))
      + section("why", RuleSection.why(subject))
      + section("next", RuleSection.next(subject)) + PolicySection.text(subject)
      + RecordSections.text(subject)
  }

  /// Paragraphs under one word on the left.
  private static func section(_ word: String, _ paragraphs: [DetailsParagraph]) -> [DetailsParagraph] {
    var labelled = paragraphs.filter { !$0.text.isEmpty }
    if !labelled.isEmpty { labelled[0].label = word }
    return labelled
  }
}

extension DetailsParagraph {
  init(_ text: String, note: String? = nil, style: Style = .text) {
    self.init(text: note.map { "\(text)   \($0)" } ?? text, style: style)
  }

  /// The parts that are there, side by side.
  init(_ parts: [String?], style: Style = .text) {
    self.init(text: parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "   "), style: style)
  }

  /// A line of its own over what is about `text`.
  static func heading(_ text: String, _ heading: Heading = .other) -> DetailsParagraph {
    DetailsParagraph(text: text, style: .header, isFlush: true, heading: heading)
  }

  /// A line of the record, which is sanitised already.
  static func recorded(_ line: String, style: Style = .text) -> DetailsParagraph {
    DetailsParagraph(text: line, style: style, isFlush: true, isClean: true)
  }

  /// A line from edge to edge.
  static func flush(_ text: String, style: Style = .text) -> DetailsParagraph {
    DetailsParagraph(text: text, style: style, isFlush: true)
  }
}
