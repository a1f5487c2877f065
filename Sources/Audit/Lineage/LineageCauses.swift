import CloudTrail

/// One step back: which event gave an event its credentials.
final class LineageCauses {
  enum Cause {
    case event(Int, Lineage.Link)
    /// It acted with an identity of its own: a person's, a workload's or a service's.
    case ownIdentity
    case unknown(Lineage.Gap)
  }

  /// How long a session of the console, or of a role, lasts at most, in milliseconds (IAM user guide: 12 hours).
  static let longestSession: Int64 = 12 * 3_600_000
  /// The most events that are compared because they have a key, a role or a `sharedEventID` in common.
  private static let mostCandidates = 64

  let columns: LineageColumns
  /// The successful sign-ins, and the calls that set a user's password, in order of arrival.
  private(set) lazy var consoleRows = findConsoleRows()
  /// By their principals' ids.
  private(set) lazy var unissuedCalls = findUnissuedCalls()
  private(set) lazy var signInActions = columns.ids(of: ["signin:ConsoleLogin"])
  private(set) lazy var passwordActions = columns.ids(of: [
    "iam:CreateLoginProfile", "iam:UpdateLoginProfile",
  ])

  init(_ columns: LineageColumns) { self.columns = columns }

  func cause(of row: Int) -> Cause {
    let key = columns.details[row].accessKey
    if let issuer = issuer(of: key, usedBy: row) { return .event(issuer, .credential) }
    if columns.isOwnersCopy(row) {
      if let caller = copies(of: row).first(where: { !columns.isOwnersCopy($0) }) {
        return .event(caller, .copy)
      }
      return .unknown(.callerNotHeld(account: columns.facts(row).callerAccount))
    }
    let isSignIn = columns.isAction(row, signInActions)
    if isSignIn, let setter = passwordSetter(before: row) { return .event(setter, .password) }
    if !isSignIn, columns.mayBeTemporary(key), let signIn = signIn(before: row) {
      return .event(signIn, .signIn)
    }
    if columns.mayBeTemporary(key), let role = sessionIssuer(before: row) { return .event(role, .session) }
    if actsAlone(row) || isSignIn { return .ownIdentity }
    return .unknown(gap(key))
  }

  private func actsAlone(_ row: Int) -> Bool {
    columns.details[row].accessKey == 0
      && !columns.isType(row, oneOf: ["AssumedRole", "IAMUser", "Root", "FederatedUser", "Role", ""])
  }

  private func gap(_ key: UInt32) -> Lineage.Gap {
    guard key != 0 else { return .keyNotRecorded }
    let start = columns.cores.start
    if columns.index.isIssuerDropped(of: key, heldFrom: start) {
      return .issuerDropped(key: columns.strings[key])
    }
    return .issuerNotHeld(
      key: columns.strings[key], since: columns.index.earliestTime(from: start), dropped: columns.dropped)
  }

  // MARK: By key

  /// The event whose response carries the key: the last before its use, the caller's copy rather than the owner's.
  private func issuer(of key: UInt32, usedBy row: Int) -> Int? {
    let used = columns.time(row)
    return issuers(of: key).filter { $0 != row }.min { left, right in
      let (leftCopy, rightCopy) = (columns.isOwnersCopy(left), columns.isOwnersCopy(right))
      let (leftTime, rightTime) = (columns.time(left), columns.time(right))
      if (leftTime > used) != (rightTime > used) { return rightTime > used }
      if leftCopy != rightCopy { return rightCopy }
      return leftTime != rightTime ? leftTime > rightTime : left < right
    }
  }

  func issuers(of key: UInt32) -> [Int] {
    var rows: [Int] = []
    columns.index.forEachIssue(of: key, from: columns.cores.start) { row in
      rows.append(row)
      return rows.count < LineageCauses.mostCandidates
    }
    return rows
  }

  // MARK: By sharedEventID

  /// The copies of a cross-account call in other accounts' trails, by their records' own word.
  func copies(of row: Int) -> [Int] {
    let shared = columns.details[row].sharedEvent
    guard shared != 0 else { return [] }
    var rows: [Int] = []
    columns.details.forEach { other, details in
      if details.sharedEvent == shared, other != row, rows.count < LineageCauses.mostCandidates {
        rows.append(other)
      }
    }
    guard !rows.isEmpty, let id = columns.facts(row).sharedEventID else { return rows }
    return rows.filter { ExactString(columns.facts($0).sharedEventID ?? "") == ExactString(id) }
  }

  // MARK: By names and times

  private func findConsoleRows() -> (signIns: [Int], passwords: [ConsoleUser: [Int]]) {
    let (signIn, password) = (signInActions, passwordActions)
    var found: (signIns: [Int], passwords: [ConsoleUser: [Int]]) = ([], [:])
    if signIn.isEmpty && password.isEmpty { return found }
    columns.cores.forEach { row, core in
      guard !core.flags.contains(.error) else { return }
      let group = columns.group(of: core)
      if signIn.contains(group.action) { found.signIns.append(row) }
      if password.contains(group.action) {
        let user = ConsoleUser(account: group.account, name: columns.details[row].target)
        found.passwords[user, default: []].append(row)
      }
    }
    return found
  }

  /// The event that issued credentials for the same role and session name, by its record's own word.
  private func sessionIssuer(before row: Int) -> Int? {
    guard columns.isType(row, oneOf: ["AssumedRole"]), columns.details[row].session != 0 else { return nil }
    let role = columns.group(row).principal
    var rows: [Int] = []
    columns.details.forEach { other, details in
      if details.target == role, details.issuedKey != 0, other != row, isWithinSession(other, row) {
        rows.append(other)
      }
    }
    let name = ExactString(columns.strings[columns.details[row].session])
    rows.sort { (columns.time($1), $0) < (columns.time($0), $1) }
    return rows.prefix(LineageCauses.mostCandidates).first {
      ExactString(columns.facts($0).sessionName ?? "") == name
    }
  }
}
