import CloudTrail
import Cores
import Query

/// Counts by account, principal, action and all three together, in one pass: rows are counted by their group, and the tables of one
/// key are sums over groups.
struct Breakdown: Sendable {
  private struct Tally {
    var counts = Summary.Counts()
    var flags: Row.Flags = []
  }

  private let groups: Groups
  private var tallies: [Tally]
  private(set) var errors = 0
  private(set) var denied = 0

  init(of groups: Groups) {
    self.groups = groups
    tallies = [Tally](repeating: Tally(), count: groups.count)
  }

  /// Counts one event.
  @inline(__always)
  mutating func add(_ core: Row.Core) {
    let isError = core.flags.contains(.error)
    tallies.withUnsafeMutableBufferPointer { tallies in
      let place = Int(core.group)
      tallies[place].counts.add(core.time, isError: isError, hasAlert: core.alerts != 0)
      tallies[place].flags.formUnion(core.flags)
    }
    if isError { errors += 1 }
    if core.flags.contains(.denied) { denied += 1 }
  }

  /// Counts what was counted of other events.
  mutating func add(_ other: Breakdown) {
    for (place, tally) in other.tallies.enumerated() where tally.counts.events > 0 {
      tallies[place].counts.add(tally.counts)
      tallies[place].flags.formUnion(tally.flags)
    }
    errors += other.errors
    denied += other.denied
  }

  // MARK: Tables

  /// The tables asked for, and the totals.
  func summary(_ tables: Set<SummaryRequest.Table>, rows: Int?, strings: Interner) -> Summary {
    // The groups are as much work as all else.
    var (summary, groups) = onTwoCores {
      self.summaryOfKeys(tables, rows: rows, strings: strings)
    } _: {
      tables.contains(.groups) ? self.groupRows(rows, strings) : []
    }
    summary.groups = groups
    return summary
  }

  /// The tables of one key, and the totals.
  private func summaryOfKeys(
    _ tables: Set<SummaryRequest.Table>, rows: Int?, strings: Interner
  ) -> Summary {
    let accounts = sums { $0.account }
    let principals = sums { $0.principal }
    let actions = sums { $0.action }
    var summary = Summary()
    summary.totals.events = tallies.reduce(0) { $0 + $1.counts.events }
    (summary.totals.errors, summary.totals.denied) = (errors, denied)
    summary.totals.accounts = accounts.count
    summary.totals.principals = principals.count
    summary.totals.actions = actions.count
    if tables.contains(.accounts) {
      summary.accounts = ordered(accounts, rows, strings).map {
        Summary.Account(account: ExactString(strings[$0.key]), counts: $0.counts)
      }
    }
    if tables.contains(.principals) { summary.principals = principalRows(principals, rows, strings) }
    if tables.contains(.actions) { summary.actions = actionRows(actions, rows, strings) }
    return summary
  }

  private typealias Sum = (key: UInt32, counts: Summary.Counts)

  /// Calls `body` with each group that an event was counted in.
  private func forEachGroup(_ body: (Group, Tally) -> Void) {
    for (number, tally) in tallies.enumerated() where tally.counts.events > 0 {
      body(groups[UInt32(number)], tally)
    }
  }

  private func sums(by key: (Group) -> UInt32) -> [Sum] {
    var sums: [UInt32: Summary.Counts] = [:]
    forEachGroup { sums[key($0), default: Summary.Counts()].add($1.counts) }
    return sums.map { ($0.key, $0.value) }
  }

  /// By events descending, then by the key's bytes (COUNTING 21).
  private func ordered(_ sums: [Sum], _ rows: Int?, _ strings: Interner) -> [Sum] {
    let sorted = sums.sorted {
      $0.counts.events != $1.counts.events
        ? $0.counts.events > $1.counts.events : strings.isLess($0.key, $1.key)
    }
    return Array(sorted.prefix(rows ?? .max))
  }

  private func principalRows(_ sums: [Sum], _ rows: Int?, _ strings: Interner) -> [Summary.Principal] {
    var types: [UInt32: [UInt32: Int]] = [:]
    var accounts: [UInt32: Set<UInt32>] = [:]
    forEachGroup { group, tally in
      types[group.principal, default: [:]][group.type, default: 0] += tally.counts.events
      accounts[group.principal, default: []].insert(group.account)
    }
    return ordered(sums, rows, strings).map { sum in
      Summary.Principal(
        principal: ExactString(strings[sum.key]),
        type: Breakdown.mostFrequent(types[sum.key] ?? [:], strings),
        counts: sum.counts, accounts: accounts[sum.key]?.count ?? 0)
    }
  }

  /// The type of most events, on a tie the least by bytes; a missing one is `Unknown` (COUNTING 15).
  static func mostFrequent(_ types: [UInt32: Int], _ strings: Interner) -> String {
    var byName: [ExactString: Int] = [:]
    for (type, events) in types {
      byName[ExactString(type == 0 ? "Unknown" : strings[type]), default: 0] += events
    }
    return byName.min { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }?.key.string
      ?? "Unknown"
  }

  private func actionRows(_ sums: [Sum], _ rows: Int?, _ strings: Interner) -> [Summary.Action] {
    var said: [UInt32: Row.Flags] = [:]
    forEachGroup { said[$0.action, default: []].formUnion($1.flags) }
    return ordered(sums, rows, strings).map { sum in
      let flags = said[sum.key] ?? []
      let access: Access =
        flags.contains(.saysWrite)
        ? .write
        : flags.contains(.saysRead)
          ? .read : Access(eventName: strings[sum.key].utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst())
      return Summary.Action(action: ExactString(strings[sum.key]), access: access, counts: sum.counts)
    }
  }

  /// The groups of the contract, in which types are not told apart.
  private func groupRows(_ rows: Int?, _ strings: Interner) -> [Summary.Group] {
    var merged = Groups()
    var counts: [Summary.Counts] = []
    forEachGroup { group, tally in
      var key = group
      key.type = 0
      let number = Int(merged.number(of: key))
      if number == counts.count { counts.append(Summary.Counts()) }
      counts[number].add(tally.counts)
    }
    let sorted = counts.indices.sorted { left, right in
      if counts[left].events != counts[right].events { return counts[left].events > counts[right].events }
      let (one, other) = (merged[UInt32(left)], merged[UInt32(right)])
      if one.account != other.account { return strings.isLess(one.account, other.account) }
      if one.principal != other.principal { return strings.isLess(one.principal, other.principal) }
      return strings.isLess(one.action, other.action)
    }
    // The same few names stand in many groups.
    var names: [UInt32: ExactString] = [:]
    func name(_ id: UInt32) -> ExactString {
      if let known = names[id] { return known }
      let name = ExactString(strings[id])
      names[id] = name
      return name
    }
    return sorted.prefix(rows ?? .max).map { number in
      let group = merged[UInt32(number)]
      return Summary.Group(
        account: name(group.account), principal: name(group.principal), action: name(group.action),
        counts: counts[number])
    }
  }
}

extension Summary.Counts {
  /// Counts one event. Times are compared as numbers: the generic `min` is not specialised for a type of another room.
  @inline(__always)
  mutating func add(_ time: Timestamp, isError: Bool, hasAlert: Bool) {
    if events == 0 || time.milliseconds < first.milliseconds { first = time }
    if events == 0 || time.milliseconds > last.milliseconds { last = time }
    events += 1
    if isError { errors += 1 }
    if hasAlert { alerts += 1 }
  }

  mutating func add(_ other: Summary.Counts) {
    first = events == 0 ? other.first : min(first, other.first)
    last = events == 0 ? other.last : max(last, other.last)
    events += other.events
    errors += other.errors
    alerts += other.alerts
  }
}
