import CloudTrail

/// The console, whose keys are in no response: what belongs together there, by names and times.
extension LineageCauses {
  /// A user who has a password: the ids of the account and of the name.
  struct ConsoleUser: Hashable {
    var account: UInt32
    var name: UInt32
  }

  func isPasswordSetter(_ row: Int) -> Bool { columns.isAction(row, passwordActions) && !columns.failed(row) }

  func isSignIn(_ row: Int) -> Bool { columns.isAction(row, signInActions) && !columns.failed(row) }

  /// Whether `later` lies within the longest session after `earlier`.
  func isWithinSession(_ earlier: Int, _ later: Int) -> Bool {
    let passed = columns.time(later).milliseconds - columns.time(earlier).milliseconds
    return passed >= 0 && passed <= LineageCauses.longestSession
  }

  func isSameSession(_ left: Int, _ right: Int) -> Bool {
    columns.group(left).principal == columns.group(right).principal
      && columns.details[left].session == columns.details[right].session
  }

  /// The latest of `rows` by time.
  private func latest(_ rows: [Int]) -> Int? { rows.max { columns.time($0) < columns.time($1) } }

  // MARK: Back

  func signIn(before row: Int) -> Int? {
    latest(consoleRows.signIns.filter { $0 != row && isSameSession($0, row) && isWithinSession($0, row) })
  }

  func passwordSetter(before signIn: Int) -> Int? {
    guard let user = user(of: signIn), let setters = consoleRows.passwords[user] else { return nil }
    return latest(setters.filter { columns.time($0) <= columns.time(signIn) })
  }

  /// The IAM user who signed in: of the principal's ARN what stands behind the path.
  private func user(of signIn: Int) -> ConsoleUser? {
    guard columns.isType(signIn, oneOf: ["IAMUser"]) else { return nil }
    let group = columns.group(signIn)
    let name = columns.strings.withUTF8(group.principal) { principal in
      principal.lastIndex(of: UInt8(ascii: "/")).flatMap { columns.strings.id(of: principal[($0 + 1)...]) }
    }
    return name.map { ConsoleUser(account: group.account, name: $0) }
  }

  // MARK: Forward

  /// The calls of the console session that a sign-in began, until the next one of the same session.
  func consoleCalls(after signIn: Int) -> [Int] {
    let following = consoleRows.signIns.filter {
      isSameSession($0, signIn) && columns.time($0) > columns.time(signIn)
    }
    let end = following.map(columns.time).min()
    let calls = unissuedCalls[columns.group(signIn).principal] ?? []
    return calls.filter { row in
      row != signIn && isSameSession(row, signIn) && isWithinSession(signIn, row)
        && (end.map { columns.time(row) < $0 } ?? true)
    }
  }

  /// The sign-ins with the password that `setter` set.
  func signIns(after setter: Int) -> [Int] {
    let user = ConsoleUser(account: columns.group(setter).account, name: columns.details[setter].target)
    return consoleRows.signIns.filter { self.user(of: $0) == user && passwordSetter(before: $0) == setter }
  }

  /// The calls of those principals that signed in to the console, with keys that may be temporary and that no response held carries.
  func findUnissuedCalls() -> [UInt32: [Int]] {
    let principals = Set(consoleRows.signIns.map { columns.group($0).principal })
    var calls: [UInt32: [Int]] = [:]
    columns.cores.forEach { row, core in
      let principal = columns.group(of: core).principal
      guard principals.contains(principal),
        (calls[principal]?.count ?? 0) < LineageGrowth.mostCounted
      else { return }
      let key = columns.details[row].accessKey
      if columns.mayBeTemporary(key), issuers(of: key).isEmpty {
        calls[principal, default: []].append(row)
      }
    }
    return calls
  }
}
