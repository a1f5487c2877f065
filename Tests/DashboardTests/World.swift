import Audit
import CloudTrail
import Query

@testable import Dashboard

/// A store of a few events, counted the plain way: what the dashboard's questions are answered from in these tests.
struct World {
  var events: [EventRow] = []
  var rules: [String: (title: String, severity: Severity)] = [:]
  var records: [EventRow.ID: String] = [:]
  /// The versions before of the policies that events write.
  var earlier: [EventRow.ID: EarlierPolicy] = [:]
  var lineages: [EventRow.ID: Lineage] = [:]

  /// The access keys of principals.
  var keys: [String: String] = [:]

  var answers: Answers {
    Answers(
      summary: summary, events: list, details: details, find: find, earlierPolicy: { earlier[$0] },
      lineage: { lineages[$0] }, values: values, profile: profile)
  }

  func selected(
    _ predicate: Predicate?, _ since: Timestamp?, _ until: Timestamp?, _ arrivedBefore: Int?
  ) -> [EventRow] {
    events.prefix(arrivedBefore ?? events.count).filter { row in
      if let since, row.time < since { return false }
      if let until, row.time >= until { return false }
      return predicate.map { holds($0, row) } ?? true
    }
  }

  /// The few predicates that the dashboard makes, and words of the filter bar.
  func holds(_ predicate: Predicate, _ row: EventRow) -> Bool {
    switch predicate {
    case .all(let parts): return parts.allSatisfy { holds($0, row) }
    case .any(let parts): return parts.contains { holds($0, row) }
    case .not(let part): return !holds(part, row)
    case .flag(.error): return row.isError
    case .flag(.write): return row.isWrite
    case .flag(.alert): return row.severity != nil
    case .rule(let pattern): return row.rules.contains { ExactString($0) == pattern.literal }
    case .field(.event(let field), .text(let pattern), _):
      let value: String? =
        switch field {
        case .account: row.account
        case .principal: row.principal
        case .action: row.action
        case .sourceIPAddress: row.sourceIP
        case .session: row.session
        default: nil
        }
      return value.map { ExactString($0) } == pattern.literal
    default: return false
    }
  }

  func summary(_ request: SummaryRequest) -> Summary {
    let rows = selected(request.predicate, request.since, request.until, request.arrivedBefore)
    var summary = Summary()
    summary.start = request.since ?? rows.map(\.time).min()
    summary.end = request.until ?? rows.map(\.time).max()
    let accounts = grouped(rows) { $0.account }
    let principals = grouped(rows) { $0.principal }
    let actions = grouped(rows) { $0.action }
    summary.totals.events = rows.count
    summary.totals.errors = rows.count { $0.isError }
    (summary.totals.accounts, summary.totals.principals) = (accounts.count, principals.count)
    summary.totals.actions = actions.count
    summary.accounts = accounts.map { Summary.Account(account: $0.key, counts: $0.counts) }
    summary.principals = principals.map { group in
      Summary.Principal(
        principal: group.key, type: group.rows[0].principalType, counts: group.counts,
        accounts: Set(group.rows.map(\.account)).count)
    }
    summary.actions = actions.map { group in
      Summary.Action(
        action: group.key, access: group.rows.contains(where: \.isWrite) ? .write : .read,
        counts: group.counts)
    }
    summary.alerts = alerts(rows, request.decisions)
    for alert in summary.alerts where !alert.isMuted { summary.totals.alerts[alert.severity.rawValue] += 1 }
    summary.timeline = timeline(rows, summary, request)
    if request.sparkParts > 0 { addSparks(to: &summary, rows, request) }
    // Only what was asked for is answered.
    if !request.tables.contains(.accounts) { summary.accounts = [] }
    if !request.tables.contains(.principals) { summary.principals = [] }
    if !request.tables.contains(.actions) { summary.actions = [] }
    if !request.tables.contains(.alerts) { summary.alerts = [] }
    if !request.tables.contains(.timeline) { summary.timeline.buckets = [] }
    return summary
  }

  private func addSparks(to summary: inout Summary, _ rows: [EventRow], _ request: SummaryRequest) {
    let scale = sparkScale(request)
    func sparks(_ keys: (EventRow) -> [String]) -> [ExactString: Summary.Spark] {
      var times: [ExactString: [Int64]] = [:]
      var firsts: [ExactString: Int64] = [:]
      for row in rows {
        for key in keys(row) { times[ExactString(key), default: []].append(row.time.milliseconds) }
      }
      for row in events {
        for key in keys(row) where firsts[ExactString(key)].map({ row.time.milliseconds < $0 }) ?? true {
          firsts[ExactString(key)] = row.time.milliseconds
        }
      }
      return times.reduce(into: [:]) { found, entry in
        let first = firsts[entry.key] ?? 0
        let isNew = first >= scale.newSince && first < scale.end
        found[entry.key] = Summary.Spark(parts: parts(entry.value, scale, request.sparkParts), isNew: isNew)
      }
    }
    let (accounts, principals) = (sparks { [$0.account] }, sparks { [$0.principal] })
    let (actions, alerts) = (sparks { [$0.action] }, sparks(\.rules))
    for index in summary.accounts.indices {
      summary.accounts[index].spark = accounts[summary.accounts[index].account]
    }
    for index in summary.principals.indices {
      summary.principals[index].spark = principals[summary.principals[index].principal]
    }
    for index in summary.actions.indices {
      summary.actions[index].spark = actions[summary.actions[index].action]
    }
    for index in summary.alerts.indices {
      let rule = summary.alerts[index].rule
      summary.alerts[index].spark = alerts[ExactString(rule)]
      summary.alerts[index].errors = rows.count { $0.rules.contains(rule) && $0.isError }
    }
  }

  /// The window over all that is held, and since when what appears is new: since its start or, where less than an eighth of the time
  /// up to its end lies before it, in the last eighth of that time.
  private func sparkScale(_ request: SummaryRequest) -> (start: Int64, end: Int64, newSince: Int64) {
    let times = events.map(\.time.milliseconds)
    let begin = times.min() ?? 0
    let start = request.since?.milliseconds ?? begin
    let end = request.until?.milliseconds ?? (times.max() ?? 0) + 1
    let eighth = (end - begin) / 8
    return (start, end, start - begin >= eighth ? start : end - eighth)
  }

  private func parts(_ times: [Int64], _ scale: (start: Int64, end: Int64, newSince: Int64), _ count: Int)
    -> [Int]
  {
    var parts = [Int](repeating: 0, count: count)
    for time in times {
      let part = (time - scale.start) * Int64(count) / max(1, scale.end - scale.start)
      parts[min(count - 1, Int(part))] += 1
    }
    return parts
  }

  private struct Group {
    var key: ExactString
    var rows: [EventRow]
    var counts: Summary.Counts
  }

  private func grouped(_ rows: [EventRow], by key: (EventRow) -> String) -> [Group] {
    let groups = Dictionary(grouping: rows) { ExactString(key($0)) }
    return groups.map { Group(key: $0.key, rows: $0.value, counts: counts($0.value)) }.sorted {
      ($1.counts.events, $0.key) < ($0.counts.events, $1.key)
    }
  }

  func counts(_ rows: [EventRow]) -> Summary.Counts {
    var counts = Summary.Counts()
    counts.events = rows.count
    counts.errors = rows.count { $0.isError }
    counts.alerts = rows.count { !$0.rules.isEmpty }
    counts.first = rows.map(\.time).min() ?? counts.first
    counts.last = rows.map(\.time).max() ?? counts.last
    return counts
  }

  private func alerts(_ rows: [EventRow], _ decisions: AlertDecisions) -> [Summary.Alert] {
    let found = rules.compactMap { id, rule -> Summary.Alert? in
      func state(_ row: EventRow) -> AlertState {
        decisions.state(of: id, group: [row.account, row.principal], at: row.time)
      }
      let all = rows.filter { $0.rules.contains(id) }
      let told = all.filter { state($0) != .muted }
      let matched = told.isEmpty ? all : told
      guard let first = matched.map(\.time).min(), let last = matched.map(\.time).max() else { return nil }
      var alert = Summary.Alert(
        rule: id, title: rule.title, severity: rule.severity, count: matched.count, first: first, last: last,
        accounts: Set(matched.map { ExactString($0.account) }).sorted(),
        principals: Set(matched.map { ExactString($0.principal) }).sorted(), eventIDs: [])
      alert.open = matched.count { state($0) == .open }
      (alert.isMuted, alert.muted) = (told.isEmpty, told.isEmpty ? 0 : all.count - told.count)
      alert.groups = Dictionary(grouping: matched) { [$0.account, $0.principal] }
        .map { Summary.Alert.Group(values: $0.key, count: $0.value.count) }
        .sorted { ($1.count, $0.values[1]) < ($0.count, $1.values[1]) }
      return alert
    }
    return found.sorted {
      ($1.severity.rawValue, $1.count, $0.rule) < ($0.severity.rawValue, $0.count, $1.rule)
    }
  }

  private func timeline(_ rows: [EventRow], _ summary: Summary, _ request: SummaryRequest) -> Summary.Timeline
  {
    let last = request.until.map { Timestamp(milliseconds: $0.milliseconds - 1) }
    guard let start = summary.start, let end = last ?? summary.end, start <= end else {
      return Summary.Timeline(bucketSeconds: 60, buckets: [])
    }
    let sizes: [Int64] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 86_400, 604_800,
    ]
    let size = sizes.first { end.seconds / $0 - start.seconds / $0 < request.buckets } ?? 604_800
    var buckets = (start.seconds / size...end.seconds / size).map {
      Summary.Timeline.Bucket(start: Timestamp(milliseconds: $0 * size * 1000))
    }
    for row in rows {
      let index = Int(row.time.seconds / size - start.seconds / size)
      buckets[index].events += 1
      buckets[index].errors += row.isError ? 1 : 0
      buckets[index].alerts += row.rules.isEmpty ? 0 : 1
      buckets[index].notable += row.severity.map { $0 >= .medium } ?? false ? 1 : 0
      buckets[index].worst = [buckets[index].worst, row.severity].compactMap { $0 }.max()
    }
    return Summary.Timeline(bucketSeconds: Int(size), buckets: buckets)
  }

  func list(_ request: EventListRequest) -> EventList {
    let rows = selected(request.predicate, request.since, request.until, request.arrivedBefore).sorted {
      ($1.time, $1.id.low) < ($0.time, $0.id.low)
    }
    var list = EventList()
    list.total = rows.count
    list.anchorIndex = request.anchor.flatMap { anchor in rows.firstIndex { $0.id == anchor } }
    list.newerThanAnchor = list.anchorIndex ?? 0
    let from = list.anchorIndex ?? request.anchorTime.map { time in rows.count { $0.time > time } } ?? 0
    list.position = min(rows.count, max(0, from + request.offset))
    list.arrived = events.count
    list.rows = Array(rows[list.position...].prefix(request.limit))
    return list
  }

  /// The event asked for, by walking along the list.
  func find(_ request: EventFindRequest) -> EventRow.ID? {
    let newestFirst = list(
      EventListRequest(
        predicate: request.predicate, since: request.since, until: request.until,
        arrivedBefore: request.arrivedBefore, limit: .max)
    ).rows
    let from = newestFirst.firstIndex { $0.id == request.from }
    let way: [EventRow] =
      switch request.direction {
      case .older: Array(newestFirst[(from.map { $0 + 1 } ?? 0)...])
      case .newer: newestFirst[..<(from ?? 0)].reversed()
      }
    switch request.target {
    case .error: return way.first { $0.isError }?.id
    case .alert:
      let isHeard = { (row: EventRow) in
        row.rules.contains {
          request.decisions.state(of: $0, group: [row.account, row.principal], at: row.time) != .muted
        }
      }
      return way.first(where: isHeard)?.id
    case .moment(let moment): return (way.first { $0.time <= moment } ?? way.last)?.id
    case .distance(let seconds):
      guard let start = (from.map { newestFirst[$0] } ?? newestFirst.first)?.time else { return nil }
      let reached = way.first { abs($0.time.milliseconds - start.milliseconds) >= seconds * 1000 }
      return (reached ?? way.last)?.id
    }
  }

  /// The values that contain the part, by events, then by bytes.
  func values(_ request: SeenValuesRequest) -> SeenValues {
    let all = events.compactMap { row -> String? in
      switch request.field {
      case .account: row.account
      case .principal: ShownPrincipal.form(of: row.principal)
      case .action: row.action
      case .session: row.session
      case .errorCode: row.errorCode
      default: nil
      }
    }
    let groups = Dictionary(grouping: all) { ExactString($0) }
    let part = request.part.lowercased()
    let fitting = groups.filter { value in
      let name = request.field == .account ? Story.names[value.key] ?? "" : ""
      return part.isEmpty || value.key.string.lowercased().contains(part) || name.lowercased().contains(part)
    }
    var seen = SeenValues()
    seen.total = fitting.count
    seen.values = fitting.map { SeenValues.Value(text: $0.key.string, events: $0.value.count) }
      .sorted { ($1.events, ExactString($0.text)) < ($0.events, ExactString($1.text)) }
    seen.values = Array(seen.values.prefix(request.limit))
    return seen
  }

  func details(_ id: EventRow.ID) -> EventDetails? {
    guard let row = events.first(where: { $0.id == id }) else { return nil }
    let text = records[id] ?? #"{"eventName":"\#(row.action)"}"#
    guard let record = try? JSONDocument(parsing: Array(text.utf8)) else { return nil }
    let matched = row.rules.compactMap { id in
      rules[id].map {
        EventDetails.MatchedRule(id: id, title: $0.title, severity: $0.severity, description: "Detach it.")
      }
    }
    return EventDetails(row: row, record: record, rules: matched, lineage: lineages[row.id])
  }
}
