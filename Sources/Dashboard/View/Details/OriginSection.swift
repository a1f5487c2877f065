import Audit

/// From: the address and the program.
enum OriginSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let facts = subject.facts
    return [
      DetailsParagraph([subject.row.sourceIP, facts.userAgent]),
      DetailsParagraph([facts.vpcEndpoint.map { "through VPC endpoint \($0)" }]),
    ]
  }
}
