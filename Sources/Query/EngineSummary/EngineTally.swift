import CloudTrail

/// Adds up groups that an engine counted to the tables of a ``Summary``.
struct EngineTally {
  private struct Key: Hashable {
    var account: ExactString
    var principal: ExactString
    var action: ExactString
  }

  private struct Sum {
    var counts = Summary.Counts()
    var saysRead = false
    var saysWrite = false
    var types: [ExactString: Int] = [:]

    mutating func add(_ other: Sum) {
      counts.add(other.counts)
      saysRead = saysRead || other.saysRead
      saysWrite = saysWrite || other.saysWrite
      types.merge(other.types, uniquingKeysWith: +)
    }
  }

  private var sums: [Key: Sum] = [:]
  private var denied = 0
  /// Events of groups of which no record could be made.
  private(set) var rejected = 0

  /// Counts one group's events.
  mutating func add(_ group: CountedGroup) {
    var read: (key: Key, sum: Sum, isDenied: Bool)?
    var reader = EventReader(MemorySource(group.event)) { read = EngineTally.count(group, as: $0) }
    _ = reader.read()
    reader.finish()
    guard let read else {
      rejected += group.events
      return
    }
    sums[read.key, default: Sum()].add(read.sum)
    if read.isDenied { denied += group.events }
  }

  /// Adds what was counted elsewhere.
  mutating func add(_ other: EngineTally) {
    for (key, sum) in other.sums { sums[key, default: Sum()].add(sum) }
    denied += other.denied
    rejected += other.rejected
  }

  private static func count(_ group: CountedGroup, as event: EventView) -> (
    key: Key, sum: Sum, isDenied: Bool
  ) {
    func text(_ field: EventField) -> ExactString? {
      var text: ExactString?
      _ = event.withUTF8(of: field) { bytes in
        text = bytes.map { ExactString(String(decoding: $0, as: UTF8.self)) }
        return true
      }
      return text
    }
    let unknown = ExactString("unknown")
    var sum = Sum()
    sum.counts.events = group.events
    sum.counts.errors = event.isError ? group.events : 0
    (sum.counts.first, sum.counts.last) = (group.first, group.last)
    (sum.saysRead, sum.saysWrite) = (event.readOnly == true, event.readOnly == false)
    sum.types = [text(.principalType) ?? ExactString("Unknown"): group.events]
    let key = Key(
      account: text(.account) ?? unknown, principal: text(.principal) ?? unknown,
      action: text(.action) ?? unknown)
    return (key, sum, event.isDenied)
  }

  // MARK: Tables

  /// Fills the tables asked for, and the totals; the timeline and alerts are not counted here.
  func fill(_ summary: inout Summary, _ request: SummaryRequest) {
    let accounts = byName(\.account)
    let principals = byName(\.principal)
    let actions = byName(\.action)
    for sum in sums.values {
      summary.totals.events += sum.counts.events
      summary.totals.errors += sum.counts.errors
    }
    summary.totals.denied = denied
    (summary.totals.accounts, summary.totals.principals, summary.totals.actions) =
      (accounts.count, principals.count, actions.count)
    let most = request.rows ?? .max
    if request.tables.contains(.accounts) {
      summary.accounts = accounts.prefix(most).map { Summary.Account(account: $0, counts: $1.counts) }
    }
    if request.tables.contains(.principals) {
      var places: [ExactString: Set<ExactString>] = [:]
      for key in sums.keys { places[key.principal, default: []].insert(key.account) }
      summary.principals = principals.prefix(most).map { name, sum in
        Summary.Principal(
          principal: name, type: EngineTally.mostFrequent(sum.types), counts: sum.counts,
          accounts: places[name]?.count ?? 0)
      }
    }
    if request.tables.contains(.actions) {
      summary.actions = actions.prefix(most).map { name, sum in
        Summary.Action(action: name, access: EngineTally.access(of: name, sum), counts: sum.counts)
      }
    }
    if request.tables.contains(.groups) { summary.groups = groups(most) }
  }

  /// The first and the last event counted.
  var bounds: (first: Timestamp, last: Timestamp)? {
    guard let first = sums.values.map(\.counts.first).min(), let last = sums.values.map(\.counts.last).max()
    else { return nil }
    return (first, last)
  }

  /// Sums by one key, by events descending, then by the key's bytes (COUNTING 21).
  private func byName(_ name: (Key) -> ExactString) -> [(ExactString, Sum)] {
    var named: [ExactString: Sum] = [:]
    for (key, sum) in sums { named[name(key), default: Sum()].add(sum) }
    return named.sorted {
      $0.value.counts.events != $1.value.counts.events
        ? $0.value.counts.events > $1.value.counts.events : $0.key < $1.key
    }.map { ($0.key, $0.value) }
  }

  private func groups(_ most: Int) -> [Summary.Group] {
    let ordered = sums.sorted { one, other in
      if one.value.counts.events != other.value.counts.events {
        return one.value.counts.events > other.value.counts.events
      }
      return (one.key.account, one.key.principal, one.key.action)
        < (other.key.account, other.key.principal, other.key.action)
    }
    return ordered.prefix(most).map { key, sum in
      Summary.Group(
        account: key.account, principal: key.principal, action: key.action, counts: sum.counts)
    }
  }

  /// The type of most events, on a tie the least by bytes (COUNTING 15).
  private static func mostFrequent(_ types: [ExactString: Int]) -> String {
    types.min { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }?.key.string ?? "Unknown"
  }

  /// What the events say, else what the name reads as (COUNTING 18).
  private static func access(of action: ExactString, _ sum: Sum) -> Access {
    if sum.saysWrite { return .write }
    if sum.saysRead { return .read }
    return Access(eventName: action.string.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst())
  }
}

extension Summary.Counts {
  fileprivate mutating func add(_ other: Summary.Counts) {
    first = events == 0 ? other.first : min(first, other.first)
    last = events == 0 ? other.last : max(last, other.last)
    events += other.events
    errors += other.errors
    alerts += other.alerts
  }
}
