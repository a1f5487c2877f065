import Audit
import CloudTrail
import Text

/// The words for the parts of a lineage.
struct LineageWords {
  let settings: Settings
  private var signs: Signs { Signs(glyphs: settings.glyphs) }

  /// Who stands at the beginning, and what is known of them beside.
  func origin(_ origin: Lineage.Origin) -> (name: String, note: String) {
    var notes = [origin.type]
    if let session = origin.session { notes.append("session \(session)") }
    if let source = origin.sourceIdentity { notes.append("source identity \(source)") }
    if let user = origin.onBehalfOf, user != origin.principal { notes.append("on behalf of \(user)") }
    notes.append(settings.accountName(origin.account))
    return (ShownPrincipal.form(of: origin.principal), notes.joined(separator: "  "))
  }

  /// What an event did, in short: `AttachUserPolicy user/tmp-admin AdministratorAccess`.
  func event(_ node: Lineage.Node) -> String {
    let row = node.row
    var parts = [actionName(row.action)]
    if let issued = node.issued {
      parts += [String(signs.drilled), credential(issued, by: row)]
    } else {
      // What a creation's children act on stands above them.
      if node.link != .created, let target = row.target { parts.append(ShownTarget.form(of: target)) }
      if let with = node.with, ExactString(with) != ExactString(row.target ?? "") {
        parts.append(with.split(separator: "/").last.map(String.init) ?? with)
      }
    }
    if row.isError { parts.append(row.errorCode ?? "failed") }
    return parts.joined(separator: " ")
  }

  /// `iam:CreateUser` without its service.
  func actionName(_ action: String) -> String {
    action.firstIndex(of: ":").map { String(action[action.index(after: $0)...]) } ?? action
  }

  /// `AKIA…7Q4T of user/backup-svc`, `ASIA…2B7C of role/OrgAdmin in payments as kim-laptop`.
  private func credential(_ issued: Lineage.Credential, by row: EventRow) -> String {
    guard let holder = issued.holder else { return masked(issued.key) }
    let whose = "\(masked(issued.key)) of \(self.holder(holder, seenFrom: row.account))"
    return issued.session.map { "\(whose) as \($0)" } ?? whose
  }

  /// A role, with its account where that is another than `account`.
  private func holder(_ arn: String, seenFrom account: String) -> String {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let shown = ShownPrincipal.form(of: arn)
    guard parts.count == 6, ExactString(String(parts[4])) != ExactString(account), !parts[4].isEmpty else {
      return shown
    }
    return "\(shown) in \(settings.accountName(String(parts[4])))"
  }

  /// A key's first and last four characters, by which people know it: `AKIA…7Q4T`.
  func masked(_ key: String) -> String {
    let clean = sanitised(key)
    guard clean.count > 9 else { return clean }
    return "\(clean.prefix(4))\(settings.glyphs.ellipsis)\(clean.suffix(4))"
  }

  /// How an event hangs on the one above, where that is not by its key.
  func note(of node: Lineage.Node) -> String {
    switch node.link {
    case .origin, .credential, .created: ""
    case .copy: "the copy in the trail of \(settings.accountName(node.row.account))"
    case .signIn: "likely, by name and time"
    case .password: "likely, with the password set here"
    case .session: "likely, by role and session name"
    }
  }

  /// Why the way begins no earlier, and what is to be known beside.
  func gap(_ gap: Lineage.Gap) -> (text: String, note: String) {
    switch gap {
    case .issuerNotHeld(let key, _, let dropped):
      let left = "\(Wording.counted(dropped, "event has", "events have")) left to make room"
      return ("key \(masked(key)): no event held issued it", dropped > 0 ? left : "")
    case .issuerDropped(let key):
      return ("key \(masked(key)): issued by an event that has left to make room", "")
    case .callerNotHeld(let account):
      let place = account.map(settings.accountName) ?? "another account"
      return ("the caller's own copy, in \(place), is not held", "")
    case .keyNotRecorded: return ("the record does not say which key was used", "")
    case .cycle: return ("these credentials lead in a circle", "")
    case .tooLong: return ("the way goes on further back", "")
    }
  }

  func omitted(_ omitted: Lineage.Omitted) -> String {
    var text = "and \(omitted.isAtLeast ? "at least " : "")\(grouped(omitted.events)) more"
    if omitted.errors > 0 { text += ", \(grouped(omitted.errors)) failed" }
    return omitted.key.map { "\(text), with key \(masked($0))" } ?? text
  }
}
