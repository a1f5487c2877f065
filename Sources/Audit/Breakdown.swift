import CloudTrail
import Query

/// Counts by account, principal, action and all three together, in one pass: rows are counted by their group, and the tables of one
/// key are sums over groups.
struct Breakdown {
  /// What identifies a group, and the type that tells a principal's kinds of identity apart.
  private struct GroupKey: Hashable {
    var account: UInt32
    var principal: UInt32
    var action: UInt32
    var type: UInt32
  }

  private struct Group {
    var key: GroupKey
    var counts = Summary.Counts()
    var saysRead = false
    var saysWrite = false
  }

  private var groups: [Group] = []
  /// Groups plus one by hash, 0 where free.
  private var slots = [UInt32](repeating: 0, count: 4096)
  private(set) var errors = 0
  private(set) var denied = 0

  /// Counts one event.
  @inline(__always)
  mutating func add(_ core: Row.Core) {
    let key = GroupKey(account: core.account, principal: core.principal, action: core.action, type: core.type)
    let index = index(of: key)
    let isError = core.flags.contains(.error)
    groups[index].counts.add(core.time, isError: isError, hasAlert: core.alerts != 0)
    if core.flags.contains(.saysRead) { groups[index].saysRead = true }
    if core.flags.contains(.saysWrite) { groups[index].saysWrite = true }
    if isError { errors += 1 }
    if core.flags.contains(.denied) { denied += 1 }
  }

  private mutating func index(of key: GroupKey) -> Int {
    var slot = Breakdown.hash(key) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if groups[index].key == key { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    groups.append(Group(key: key))
    slots[slot] = UInt32(groups.count)
    if groups.count * 2 > slots.count { grow() }
    return groups.count - 1
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, group) in groups.enumerated() {
      var slot = Breakdown.hash(group.key) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(index + 1)
    }
    slots = larger
  }

  @inline(__always)
  private static func hash(_ key: GroupKey) -> Int {
    var state = UInt64(key.account) << 32 | UInt64(key.principal)
    state = (state ^ UInt64(key.action) << 17 ^ UInt64(key.type) << 51) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (state ^ state >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 20)
  }

  // MARK: Tables

  /// Fills the tables asked for, and the totals.
  func fill(_ summary: inout Summary, _ tables: Set<SummaryRequest.Table>, rows: Int?, strings: Interner) {
    let accounts = sums(by: \.account)
    let principals = sums(by: \.principal)
    let actions = sums(by: \.action)
    summary.totals.events = groups.reduce(0) { $0 + $1.counts.events }
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
    if tables.contains(.groups) { summary.groups = groupRows(rows, strings) }
  }

  private typealias Sum = (key: UInt32, counts: Summary.Counts)

  private func sums(by key: KeyPath<GroupKey, UInt32>) -> [Sum] {
    var sums: [UInt32: Summary.Counts] = [:]
    for group in groups { sums[group.key[keyPath: key], default: Summary.Counts()].add(group.counts) }
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
    for group in groups {
      types[group.key.principal, default: [:]][group.key.type, default: 0] += group.counts.events
      accounts[group.key.principal, default: []].insert(group.key.account)
    }
    return ordered(sums, rows, strings).map { sum in
      Summary.Principal(
        principal: ExactString(strings[sum.key]),
        type: Breakdown.mostFrequent(types[sum.key] ?? [:], strings),
        counts: sum.counts, accounts: accounts[sum.key]?.count ?? 0)
    }
  }

  /// The type of most events, on a tie the least by bytes; a missing one is `Unknown` (COUNTING 15).
  private static func mostFrequent(_ types: [UInt32: Int], _ strings: Interner) -> String {
    var byName: [ExactString: Int] = [:]
    for (type, events) in types {
      byName[ExactString(type == 0 ? "Unknown" : strings[type]), default: 0] += events
    }
    return byName.min { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }?.key.string
      ?? "Unknown"
  }

  private func actionRows(_ sums: [Sum], _ rows: Int?, _ strings: Interner) -> [Summary.Action] {
    var saysRead: Set<UInt32> = []
    var saysWrite: Set<UInt32> = []
    for group in groups {
      if group.saysRead { saysRead.insert(group.key.action) }
      if group.saysWrite { saysWrite.insert(group.key.action) }
    }
    return ordered(sums, rows, strings).map { sum in
      let access: Access =
        saysWrite.contains(sum.key)
        ? .write
        : saysRead.contains(sum.key)
          ? .read : Access(eventName: strings[sum.key].utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst())
      return Summary.Action(action: ExactString(strings[sum.key]), access: access, counts: sum.counts)
    }
  }

  private func groupRows(_ rows: Int?, _ strings: Interner) -> [Summary.Group] {
    var merged: [GroupKey: Summary.Counts] = [:]
    for group in groups {
      var key = group.key
      key.type = 0
      merged[key, default: Summary.Counts()].add(group.counts)
    }
    let sorted = merged.sorted { left, right in
      if left.value.events != right.value.events { return left.value.events > right.value.events }
      for part in [\GroupKey.account, \.principal, \.action]
      where left.key[keyPath: part] != right.key[keyPath: part] {
        return strings.isLess(left.key[keyPath: part], right.key[keyPath: part])
      }
      return false
    }
    return sorted.prefix(rows ?? .max).map { key, counts in
      Summary.Group(
        account: ExactString(strings[key.account]), principal: ExactString(strings[key.principal]),
        action: ExactString(strings[key.action]), counts: counts)
    }
  }
}

extension Summary.Counts {
  @inline(__always)
  mutating func add(_ time: Timestamp, isError: Bool, hasAlert: Bool) {
    first = events == 0 ? time : min(first, time)
    last = events == 0 ? time : max(last, time)
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
