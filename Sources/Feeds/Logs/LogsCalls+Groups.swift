import CloudTrail
import Text

/// A log group as DescribeLogGroups tells of it.
private struct LogGroup {
  /// Without the `:*` behind it.
  let arn: String
  let created: Timestamp?
  /// For how many days events are kept; nil for ever.
  let retentionDays: Int?

  init?(_ group: JSONView) {
    guard let arn = (group.member("logGroupArn") ?? group.member("arn"))?.text?.string else { return nil }
    self.arn = arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn
    let made = group.member("creationTime")?.double.flatMap { Int64(exactly: $0) }
    created = made.map { Timestamp(milliseconds: $0) }
    retentionDays = group.member("retentionInDays")?.double.flatMap { Int(exactly: $0) }
  }

  /// Since when the group can have events: what is older than its retention is marked for deletion, and no query finds it (API reference,
  /// PutRetentionPolicy; INSIGHTS, API).
  func start(of name: String, at now: Timestamp) -> HistoryStart? {
    let made = created.map { HistoryStart(of: name, $0, .made) }
    guard let retentionDays, (1...36_500).contains(retentionDays) else { return made }
    let kept = HistoryStart(
      of: name, Timestamp(milliseconds: now.milliseconds - Int64(retentionDays) * 86_400_000),
      .retention(days: retentionDays))
    return made.map { $0.time > kept.time ? $0 : kept } ?? kept
  }
}

extension LogsCalls {
  /// The ARNs of log groups that are named by either.
  func arns(of groups: [String]) async throws(SourceFailure) -> [String] {
    var arns: [String] = []
    for group in groups { arns.append(group.hasPrefix("arn:") ? group : try await arn(ofName: group)) }
    return arns
  }

  private func arn(ofName name: String) async throws(SourceFailure) -> String {
    let group: LogGroup?
    do throws(SourceFailure) { group = try await described(name) } catch {
      guard error.kind == .lasting else { throw error }
      throw SourceFailure(
        .lasting, "\(error.description); a group that is named by its ARN is not looked up",
        status: error.status)
    }
    guard let group else {
      throw SourceFailure(.lasting, "there is no log group \(name); check the name and the region")
    }
    return group.arn
  }

  /// Since when log groups can have events, where one of them cannot since `asked`: of several the one whose history begins last. Of a
  /// group of another account nothing is told.
  func historyStart(
    of groups: [String], after asked: Timestamp, at now: Timestamp
  ) async throws(SourceFailure) -> HistoryStart? {
    var latest: HistoryStart?
    for group in groups {
      let isARN = group.hasPrefix("arn:")
      let name = isARN ? String(group.split(separator: ":", omittingEmptySubsequences: false)[6]) : group
      guard let found = try await described(name), !isARN || found.arn == group,
        let start = found.start(of: name, at: now)
      else { continue }
      if latest.map({ $0.time < start.time }) ?? true { latest = start }
    }
    // A window as long as the retention is not cut by the moments since it was asked for.
    return latest.flatMap { $0.time.milliseconds - asked.milliseconds > 60_000 ? $0 : nil }
  }

  /// The account's log group of that name; nil where there is none.
  ///
  /// Names come in the order of ASCII, so that a group whose name is asked for as a prefix is the first answer (API reference,
  /// DescribeLogGroups).
  private func described(_ name: String) async throws(SourceFailure) -> LogGroup? {
    let answer = try await ask(
      "DescribeLogGroups", "{\"logGroupNamePrefix\":\(jsonString(name)),\"limit\":1}")
    return answer.withView { root in
      var found: LogGroup?
      root.member("logGroups")?.forEachElement { group in
        guard group.member("logGroupName")?.text?.string == name else { return true }
        found = LogGroup(group)
        return false
      }
      return found
    }
  }
}
