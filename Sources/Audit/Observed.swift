import CloudTrail
import Detection

/// What an intake tells correlations, in the store's numbers.
struct Observed: Sendable {
  let events: [Observation]
  let sightings: [ObservedDays.Sighting]
  let beats: [Beats.Newest]

  var isEmpty: Bool { events.isEmpty && sightings.isEmpty && beats.isEmpty }
}

extension EventStore {
  /// Days by their groups' names.
  func days(_ days: [ObservedDays.Day]) -> [ObservedDay] {
    if days.isEmpty { return [] }
    return read { events in
      var texts = SharedTexts()
      return days.map { day in
        let group = events.groups[day.group]
        let names = ObservedNames(
          account: texts.text(group.account, events.strings),
          principal: texts.text(group.principal, events.strings),
          action: texts.text(group.action, events.strings))
        return ObservedDay(
          rule: day.rule, names: names, first: day.first, firstID: day.firstKey.uuid, last: day.last)
      }
    }
  }

  /// Beats by their accounts' and sources' names.
  func beats(_ beats: [Beats.Newest]) -> [Beat] {
    if beats.isEmpty { return [] }
    return read { events in
      beats.map { beat in
        Beat(
          time: beat.time, id: beat.key.uuid, account: events.strings[beat.account],
          source: name(of: beat.source))
      }
    }
  }
}

/// Texts by their ids, each made once: thousands of days are of one principal.
private struct SharedTexts {
  private var known: [UInt32: String] = [:]

  mutating func text(_ id: UInt32, _ strings: borrowing Interner) -> String {
    if let text = known[id] { return text }
    let text = strings[id]
    known[id] = text
    return text
  }
}
