import Audit
import CloudTrail
import Query

/// What the panes ask. Each table is narrowed by the filter, by what was drilled into and by what is selected
/// in the *other* tables; the timeline and the events by all of it; the header by nothing.
extension Model {
  /// The window looked at.
  var window: TimeWindow { zooms.last ?? settings.window }

  /// The window of all panes that the brush narrows, which are all but the header and the timeline itself.
  var brushedWindow: TimeWindow { brush.window ?? window }

  /// The numbers of the questions whose answers are still wanted; an answer to any other is dropped.
  package var awaited: Set<Int> {
    let others = [
      eventsPending, details.pending, details.earlierPending, jumps.pending?.request,
      filter.completion?.pending, lineage.pending, copying, page?.pending,
    ]
    return Set(slots.values.compactMap(\.pending) + others.compactMap { $0 } + marks.awaited.keys)
  }

  /// What narrows a slot. The order is fixed, so that equal questions are equal values.
  func predicate(for slot: SlotName?) -> Predicate? {
    if slot == .header { return nil }
    let selections = TableKind.allCases.filter { slot != SlotName($0) }.compactMap { selection(in: $0) }
    let parts = (filter.predicate.map { [$0] } ?? []) + (drills + selections).map(\.predicate)
    return parts.isEmpty ? nil : .conjunction(parts)
  }

  private func question(of slot: SlotName) -> Question {
    let shown =
      switch slot {
      case .header: settings.window
      case .timeline: window
      case .accounts, .principals, .actions, .alerts: brushedWindow
      }
    return Question(
      predicate: predicate(for: slot), window: shown, buckets: Timechart.finestBuckets(columns: columns),
      arrivedBefore: frozen?.arrived, decisions: decisions)
  }

  /// Asks what is not yet asked, or all of it again when events came in (`becauseOfData`). A slot that waits
  /// for an answer to the same question is not asked twice: it is asked again once the answer is here.
  mutating func ask(becauseOfData: Bool = false) -> [Command] {
    if becauseOfData, frozen != nil { return [] }
    return askSummaries(becauseOfData: becauseOfData) + askEvents(becauseOfData: becauseOfData) + askDetails()
      + askEarlierPolicy(becauseOfData: becauseOfData) + askLineage(becauseOfData: becauseOfData)
      + askPage(becauseOfData: becauseOfData)
  }

  private mutating func askSummaries(becauseOfData: Bool) -> [Command] {
    var groups: [(question: Question, slots: [SlotName])] = []
    for name in SlotName.allCases {
      let wanted = question(of: name)
      var slot = slot(name)
      let isSame = slot.question == wanted
      if isSame, slot.pending != nil {
        slot.isDirty = slot.isDirty || becauseOfData
        slots[name] = slot
      } else if !isSame || becauseOfData || slot.isDirty {
        if let at = groups.firstIndex(where: { $0.question == wanted }) {
          groups[at].slots.append(name)
        } else {
          groups.append((wanted, [name]))
        }
      }
    }
    return groups.map { group in
      lastRequest += 1
      for name in group.slots {
        slots[name]?.question = group.question
        slots[name]?.pending = lastRequest
        slots[name]?.isDirty = false
      }
      let tables = Set(group.slots.compactMap(\.table))
      return .summarise(request: lastRequest, group.question.request(tables: tables))
    }
  }

  /// The stretch of the list that the pane shows, with a page more at either side of a held one.
  var wantedEvents: EventListRequest {
    let page = max(1, rows)
    var request = EventListRequest(
      predicate: predicate(for: nil), since: brushedWindow.since, until: brushedWindow.until,
      arrivedBefore: frozen?.arrived, limit: page)
    switch events.jump {
    case .oldest: (request.offset, request.limit) = (max(0, events.list.total - 2 * page), 2 * page)
    case .event(let id): (request.anchor, request.offset, request.limit) = (id, -2 * page, 4 * page)
    case nil:
      guard let selected = events.selected else { break }
      (request.anchor, request.anchorTime) = (selected, events.selectedTime)
      (request.offset, request.limit) = (-2 * page, 4 * page)
    }
    return request
  }

  /// Whether the events shown are another question's, and have been for longer than they should.
  var isSearchingEvents: Bool {
    guard eventsOverdue, let question = eventsQuestion else { return false }
    return !(eventsAnswered?.asksSameEvents(as: question) ?? false)
  }

  private mutating func askEvents(becauseOfData: Bool) -> [Command] {
    let wanted = wantedEvents
    let isSame = eventsQuestion.map { $0.asksSameEvents(as: wanted) } ?? false
    if isSame, eventsPending != nil, eventsQuestion == wanted || events.jump == nil {
      eventsDirty = eventsDirty || becauseOfData || eventsQuestion?.anchor != wanted.anchor
      return []
    }
    // A jump is a question of its own even where the last one read the same: the list was moved since.
    let isEnough = !events.needsMore(height: height(of: .events)) || eventsAnswered == wanted
    if isSame, !becauseOfData, !eventsDirty, isEnough, events.jump == nil { return [] }
    lastRequest += 1
    (eventsQuestion, eventsPending, eventsDirty) = (wanted, lastRequest, false)
    return [.list(request: lastRequest, wanted)]
  }

  /// The details are asked for the selected event; while the list follows, for the newest, at most once a
  /// second, so that the pane can be read, and at once when the event shown is not listed any more.
  private mutating func askDetails() -> [Command] {
    guard layout.panes[.details] != nil else { return [] }
    guard let id = asideEvent ?? events.selected ?? events.list.rows.first?.id else {
      if eventsPending == nil { details.clear() }
      return []
    }
    guard id != details.wanted else { return [] }
    if asideEvent == nil, events.isFollowing, let shown = details.wanted,
      events.list.rows.contains(where: { $0.id == shown })
    {
      guard focus != .details else { return [] }
      if let followedAt, now.milliseconds - followedAt.milliseconds < 1000 { return [] }
    }
    followedAt = now
    lastRequest += 1
    details.want(id, request: lastRequest)
    return [.open(request: lastRequest, id)]
  }
}

extension EventListRequest {
  /// Whether two requests are about the same list, whatever stretch of it.
  func asksSameEvents(as other: EventListRequest) -> Bool {
    continues(other) && arrivedBefore == other.arrivedBefore
  }

  /// Whether what this list has more than the other's came in since: freezing and thawing change nothing else.
  func continues(_ other: EventListRequest) -> Bool {
    predicate == other.predicate && since == other.since && until == other.until
  }
}
