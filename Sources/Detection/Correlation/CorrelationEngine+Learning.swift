import CloudTrail
import Query

extension CorrelationEngine {
  /// Takes an event of a first_seen.
  mutating func takeNew(_ event: Observation, _ used: [Int], for place: Int) -> [CorrelationAlert] {
    let spans = FirstSeenMemory.Spans(
      timespan: sources.correlations[place].timespan, baseline: sources.correlations[place].baseline,
      lateness: lateness)
    var alerts: [CorrelationAlert] = []
    for source in used {
      guard let key = event.values(of: sources.correlations[place].groupBy[source]),
        let value = event.values(of: sources.correlations[place].fields[source])
      else { continue }
      let reason = firstSeen[place].take(value, at: event.time.milliseconds, of: key, spans)
      note(key, value, of: place)
      guard let reason else { continue }
      alerts.append(
        CorrelationAlert(
          correlation: place, event: event, group: key, first: event.time, eventIDs: [event.id],
          reason: .firstSeen(reason)))
    }
    return alerts
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
