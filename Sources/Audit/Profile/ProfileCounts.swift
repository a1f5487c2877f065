import CloudTrail
import Detection
import Query

/// One principal's events counted by each thing that its profile lists, in one pass over the columns.
struct ProfileCounts {
  /// Events by the string id of one column.
  private struct Tally {
    private(set) var counts: [UInt32: Summary.Counts] = [:]

    mutating func add(_ id: UInt32, _ core: Row.Core) {
      guard id != 0 else { return }
      counts[id, default: Summary.Counts()].add(
        core.time, isError: core.flags.contains(.error), hasAlert: core.alerts != 0)
    }
  }

  private var accounts = Tally()
  private var actions = Tally()
  private var roles = Tally()
  private var keys = Tally()
  private var addresses = Tally()
  private var agents = Tally()
  private var sessions = Tally()
  private var types: [UInt32: Int] = [:]
  private var access: [UInt32: Row.Flags] = [:]
  private var alertSets: Set<UInt32> = []
  private var hours = SeenHours()
  private var counts = Summary.Counts()
  private var denied = 0

  /// - Parameter assumesRole: whether the action takes on a role, so that its target is one.
  mutating func add(_ core: Row.Core, _ group: Group, _ details: Row.Details, assumesRole: Bool) {
    counts.add(core.time, isError: core.flags.contains(.error), hasAlert: core.alerts != 0)
    if core.flags.contains(.denied) { denied += 1 }
    if core.alerts != 0 { alertSets.insert(core.alerts) }
    types[group.type, default: 0] += 1
    access[group.action, default: []].formUnion(core.flags)
    hours.add(core.time)
    accounts.add(group.account, core)
    actions.add(group.action, core)
    if assumesRole { roles.add(details.target, core) }
    keys.add(details.accessKey, core)
    addresses.add(details.sourceIP, core)
    agents.add(details.userAgent, core)
    sessions.add(details.session, core)
  }

  /// - Parameter isNew: whether what was first seen at a time counts as new.
  func profile(
    of request: ProfileRequest, strings: Interner, sets: AlertSets, rules: [Rule], isNew: (Timestamp) -> Bool
  ) -> Profile {
    var profile = Profile(principal: request.principal)
    (profile.counts, profile.denied) = (counts, denied)
    profile.isNew = counts.events > 0 && isNew(counts.first)
    profile.type = Breakdown.mostFrequent(types, strings)
    profile.unusual = hours.unusual
    for rule in Set(alertSets.flatMap { sets.sets[Int($0)].indices }) {
      profile.alerts[rules[rule].level.rawValue] += 1
    }
    func items(_ tally: Tally, where isWanted: (UInt32) -> Bool = { _ in true }) -> Profile.Items {
      let ids = tally.counts.filter { isWanted($0.key) }.sorted {
        $0.value.events != $1.value.events
          ? $0.value.events > $1.value.events : strings.isLess($0.key, $1.key)
      }
      let first = ids.prefix(request.items).map {
        Profile.Item(value: ExactString(strings[$0.key]), counts: $0.value, isNew: isNew($0.value.first))
      }
      return Profile.Items(first, total: ids.count)
    }
    (profile.accounts, profile.roles, profile.accessKeys) = (items(accounts), items(roles), items(keys))
    (profile.addresses, profile.userAgents) = (items(addresses), items(agents))
    profile.sessions = items(sessions)
    profile.writes = items(actions) { isWrite($0, strings) }
    profile.reads = items(actions) { !isWrite($0, strings) }
    return profile
  }

  private func isWrite(_ action: UInt32, _ strings: Interner) -> Bool {
    let flags = access[action] ?? []
    if flags.contains(.saysWrite) || flags.contains(.saysRead) { return flags.contains(.saysWrite) }
    return Access(eventName: strings[action].utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()) == .write
  }
}
