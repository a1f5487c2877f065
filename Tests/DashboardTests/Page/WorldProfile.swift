import Audit
import CloudTrail
import Query

@testable import Dashboard

extension World {
  /// Everything of one principal, counted the plain way.
  func profile(_ request: ProfileRequest) -> Profile? {
    let held = selected(nil, request.since, request.until, request.arrivedBefore)
    let rows = held.filter { ExactString($0.principal) == request.principal }
    guard let newest = rows.map(\.time).max(), let begin = held.map(\.time).min() else { return nil }
    var profile = Profile(principal: request.principal)
    profile.type = rows[0].principalType
    profile.counts = counts(rows)
    profile.denied = rows.count { $0.errorCode == "AccessDenied" }
    let newSince = newest.milliseconds - (newest.milliseconds - begin.milliseconds) / 8
    profile.isNew = profile.counts.first.milliseconds >= newSince
    for (id, rule) in rules where rows.contains(where: { $0.rules.contains(id) }) {
      profile.alerts[rule.severity.rawValue] += 1
    }
    func items(_ value: (EventRow) -> String?) -> Profile.Items {
      let groups = Dictionary(grouping: rows.filter { value($0) != nil }) { ExactString(value($0) ?? "") }
      let items = groups.map { key, rows in
        let counts = counts(rows)
        return Profile.Item(value: key, counts: counts, isNew: counts.first.milliseconds >= newSince)
      }
      return Profile.Items(items.sorted { ($1.counts.events, $0.value) < ($0.counts.events, $1.value) })
    }
    profile.accounts = items(\.account)
    profile.roles = items { row in
      row.action == "sts:AssumeRole" ? row.target.map { "arn:aws:iam::\(row.account):\($0)" } : nil
    }
    profile.accessKeys = items { keys[$0.principal] }
    profile.addresses = items(\.sourceIP)
    profile.userAgents = items { keys[$0.principal] == nil ? nil : "aws-cli/2.15.0" }
    profile.sessions = items(\.session)
    profile.writes = items { $0.isWrite ? $0.action : nil }
    profile.reads = items { $0.isWrite ? nil : $0.action }
    var question = SummaryRequest(
      since: begin, predicate: .equals(.principal, request.principal), tables: [.timeline],
      buckets: request.buckets)
    question.until = Timestamp(milliseconds: (held.map(\.time.milliseconds).max() ?? 0) + 1)
    profile.timeline = summary(question).timeline
    return profile
  }
}
