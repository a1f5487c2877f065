import Audit

/// Did: the action, whether it changes anything, and how it ended.
enum ActionSection {
  static func text(_ subject: DetailsSubject) -> [DetailsParagraph] {
    let row = subject.row
    let outcome = row.isError ? "\(subject.signs.failed) \(row.errorCode ?? "failed")" : "ok"
    return [
      DetailsParagraph(
        row.action, note: "\(row.isWrite ? "write" : "read"), \(outcome)", style: Painter.style(of: row))
    ]
  }
}
