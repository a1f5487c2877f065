import Audit
import Terminal

/// When, and what is to be known about the record itself.
enum MomentSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    var text = [DetailsParagraph(subject.times.whole(subject.row.time))]
    if let reason = subject.facts.addendum {
      text.append(DetailsParagraph("delivered late or corrected: \(reason)", style: .warn))
    }
    if !subject.details.complete {
      text.append(DetailsParagraph("a part of the record could not be read", style: .warn))
    }
    return text
  }
}
