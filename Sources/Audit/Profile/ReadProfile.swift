import CloudTrail
import Query

extension EventStore {
  /// Everything held of one principal; nil where no event of it counts.
  package func profile(of request: ProfileRequest) -> Profile? {
    read { events in
      let seen = seen(in: events)
      return events.profile(of: request, seen: seen)
    }
  }
}

extension StoredEvents {
  fileprivate func profile(of request: ProfileRequest, seen: FirstSeen) -> Profile? {
    guard let id = strings.id(of: request.principal.string.utf8), let held = seen.bounds else { return nil }
    let own = (0..<groups.count).map { groups[UInt32($0)].principal == id }
    let assuming = (0..<groups.count).map { own[$0] && assumesRole(groups[UInt32($0)]) }
    let window = SparkScale(since: request.since, until: request.until, held: held, parts: 1)
    let scale = TimelineScale(
      from: Timestamp(milliseconds: window.start), through: Timestamp(milliseconds: window.end - 1),
      buckets: request.buckets)
    var buckets = scale.emptyBuckets()
    var counts = ProfileCounts()
    var isSeen = false
    let decided = DecidedAlerts(AlertDecisions(), rules: rules, sets: alertSets)
    cores.forEach { row, core in
      guard row < request.arrivedBefore ?? .max, own[Int(core.group)], core.flags.isCounted,
        core.time.milliseconds >= window.start,
        core.time.milliseconds < window.end
      else { return }
      isSeen = true
      let details = details.end > row ? details[row] : Row.Details()
      counts.add(core, groups[core.group], details, assumesRole: assuming[Int(core.group)])
      buckets[scale.bucket(of: core.time)].add(core, worst: decided.worst(row, core, in: self))
    }
    guard isSeen else { return nil }
    var profile = counts.profile(of: request, strings: strings, sets: alertSets, rules: rules) {
      window.isNew($0.milliseconds)
    }
    profile.timeline = Summary.Timeline(bucketSeconds: scale.bucketSeconds, buckets: buckets)
    return profile
  }

  /// Whether the action takes on the role that it names: AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity.
  private func assumesRole(_ group: Group) -> Bool {
    strings.withUTF8(group.action) { $0.starts(with: "sts:AssumeRole".utf8) }
  }
}
