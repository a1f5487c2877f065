import CloudTrail
import Query

extension CorrelationEngine {
  /// Takes an event of a first_seen.
  mutating func takeNew(_ event: Observation, _ used: [Int], for place: Int) -> [CorrelationAlert] {
    used.compactMap { source in
      guard let key = event.values(of: sources.correlations[place].groupBy[source]),
        let value = event.values(of: sources.correlations[place].fields[source]),
        let reason = takeNew(value, from: event.time, through: event.time, of: key, for: place)
      else { return nil }
      return alert(of: place, key, event, reason)
    }
  }

  /// Takes a day's events, as if each had come in its turn.
  package mutating func take(_ day: ObservedDay) -> [CorrelationAlert] {
    sources.usersOfRule[day.rule].compactMap { use in
      let place = use.correlation
      guard let key = day.names.values(of: sources.correlations[place].groupBy[use.source]),
        let value = day.names.values(of: sources.correlations[place].fields[use.source]),
        let reason = takeNew(value, from: day.first, through: day.last, of: key, for: place)
      else { return nil }
      return alert(of: place, key, day.firstEvent, reason)
    }
  }

  private mutating func takeNew(
    _ value: [String], from first: Timestamp, through last: Timestamp, of key: [String], for place: Int
  ) -> FirstSeenReason? {
    let spans = FirstSeenMemory.Spans(
      timespan: sources.correlations[place].timespan, baseline: sources.correlations[place].baseline,
      lateness: lateness)
    let reason = firstSeen[place].take(
      value, from: first.milliseconds, through: last.milliseconds, of: key, spans)
    note(key, value, of: place)
    return reason
  }

  private func alert(
    of place: Int, _ key: [String], _ event: Observation, _ reason: FirstSeenReason
  ) -> CorrelationAlert {
    CorrelationAlert(
      correlation: place, event: event, group: key, first: event.time, eventIDs: [event.id],
      reason: .firstSeen(reason))
  }

  private mutating func note(_ key: [String], _ value: [String], of place: Int) {
    guard learnt != nil, let (group, known) = firstSeen[place].learnt(key, value) else { return }
    let at = Learnt.Place(correlation: sources.learntNames[place], group: key)
    learnt?.groups[at] = group
    if let known { learnt?.values[Learnt.ValuePlace(place: at, value: value)] = known }
  }

  // MARK: From one run to the next

  /// What was learnt since this was last asked.
  package mutating func takeLearnt() -> Learnt {
    guard var taken = learnt else { return Learnt() }
    learnt = Learnt()
    taken.rhythms = takeRhythms()
    return taken
  }

  /// Takes what earlier runs learnt, before any event. What is of no correlation any more is left.
  package mutating func learn(_ earlier: Learnt) {
    guard !earlier.isEmpty else { return }
    var values: [Learnt.Place: [[String]: Learnt.Value]] = [:]
    for (place, value) in earlier.values { values[place.place, default: [:]][place.value] = value }
    learnRhythms(earlier.rhythms)
    for (index, name) in sources.learntNames.enumerated()
    where sources.correlations[index].kind == .firstSeen {
      // Where there are too many, the newest stay.
      let groups = earlier.groups.filter { $0.key.correlation == name }
      for (place, group) in groups.sorted(by: { $0.value.newest < $1.value.newest }) {
        firstSeen[index].learn(group, of: place.group, values: values[place] ?? [:])
      }
    }
  }
}
