import Audit
import Text

/// From: the address and the program.
enum OriginSection {
  /// The most columns of a user agent.
  static let longestAgent = 72

  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let facts = subject.facts
    // The program, its version and where it runs come first; the whole stands in the context.
    let agent = facts.userAgent.map {
      truncatedToFit($0, longestAgent, .end, glyphs: subject.settings.glyphs)
    }
    return [
      DetailsParagraph([subject.row.sourceIP, agent]),
      DetailsParagraph([facts.vpcEndpoint.map { "through VPC endpoint \($0)" }]),
    ]
  }
}
