import CloudTrail
import Detection
import Query
import State

/// What correlations have learnt as the state keeps it, and back.
extension Learnt {
  package init(_ records: [LearntRecord], _ rhythms: [RhythmRecord] = []) {
    self.init()
    take(rhythms)
    for record in records {
      // A later version may have kept what this one does not know.
      guard let group = AlertScope.texts(record.group), let value = AlertScope.texts(record.value) else {
        continue
      }
      let place = Place(correlation: record.correlation, group: group)
      let (first, last) = (
        Timestamp(milliseconds: record.first), Timestamp(milliseconds: record.last)
      )
      if record.value.isEmpty {
        groups[place] = Group(
          since: first, newest: last, overflowed: record.overflowed.map(Timestamp.init(milliseconds:)))
      } else {
        values[ValuePlace(place: place, value: value)] = Value(first: first, last: last)
      }
    }
  }

  private mutating func take(_ records: [RhythmRecord]) {
    for record in records {
      guard let group = AlertScope.texts(record.group) else { continue }
      rhythms[Place(correlation: record.correlation, group: group)] = Rhythm(
        newest: Timestamp(milliseconds: record.newest), newestID: record.event, isTold: record.isTold,
        slots: record.slots, record: record.record)
    }
  }

  package var keptRhythms: [RhythmRecord] {
    rhythms.map { place, rhythm in
      RhythmRecord(
        correlation: place.correlation, group: AlertScope.spelled(place.group),
        newest: rhythm.newest.milliseconds, event: rhythm.newestID, isTold: rhythm.isTold,
        slots: rhythm.slots, record: rhythm.record)
    }
  }

  package var kept: [LearntRecord] {
    let groups = groups.map { place, group in
      LearntRecord(
        correlation: place.correlation, group: AlertScope.spelled(place.group), value: "",
        first: group.since.milliseconds, last: group.newest.milliseconds,
        overflowed: group.overflowed?.milliseconds)
    }
    let values = values.map { place, value in
      LearntRecord(
        correlation: place.place.correlation, group: AlertScope.spelled(place.place.group),
        value: AlertScope.spelled(place.value), first: value.first.milliseconds,
        last: value.last.milliseconds)
    }
    return groups + values
  }
}
