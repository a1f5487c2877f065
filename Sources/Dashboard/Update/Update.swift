import CloudTrail
import Query
import Terminal

/// Brings the model up to date with a message and says what the world is to do about it. Pure: nothing else
/// is touched.
package func update(_ model: inout Model, _ message: Message) -> [Command] {
  let commands = model.handle(message)
  model.fitTogether()
  model.notePlace()
  return commands + model.ask(becauseOfData: message.bringsEvents)
}

extension Model {
  /// What a new model asks first.
  ///
  /// - Parameter text: the filter to begin with; nil for the one that was taken up, or none.
  package mutating func start(filter text: String? = nil) -> [Command] {
    if let text { _ = filter.set(text, now: now) }
    fitTogether()
    notePlace()
    return ask()
  }

  fileprivate mutating func handle(_ message: Message) -> [Command] {
    switch message {
    case .key(let key): return press(key)
    case .resized(let columns, let rows): resize(columns: columns, rows: rows)
    case .tick(let moment):
      now = moment
      slide()
      rate.advance(to: moment)
      dropOldNotice()
    case .batchArrived(let events):
      rate.add(events, at: now)
      frozen?.missed += events
    case .health(let sources, let left): (health, eventsLeft) = (sources, left)
    case .problem(let problem): add(problem)
    case .decisions(let kept): take(kept: kept)
    case .signal(let signal): return take(signal)
    case .summary(let request, let summary): take(summary, request: request)
    case .events(let request, let list): take(list, request: request)
    case .details(let request, let found):
      details.take(found, request: request)
      return takeMarked(found, request: request) + copyRecord(of: found, request: request)
    case .found(let request, let id): return take(found: id, request: request)
    case .values(let request, let seen): take(seen, request: request)
    case .profile(let request, let profile): page?.take(profile, request: request)
    case .overdue(let requests): markOverdue(requests)
    case .earlierPolicy(let request, let found): details.take(found, earlierRequest: request)
    case .lineage(let request, let found):
      lineage.take(found, request: request) { [settings] in LineageText.lines(of: $0, settings: settings) }
    case .exported(_, let outcome): take(outcome)
    case .codeWanted(let number, let serial): codes.append(CodeQuestion(number: number, serial: serial))
    case .failed(let request, let reason):
      fail(request: request, reason: reason)
      return takeMarked(nil, request: request) + copyRecord(of: nil, request: request)
    }
    return []
  }

  private mutating func markOverdue(_ requests: Set<Int>) {
    for (name, slot) in slots where slot.pending.map(requests.contains) ?? false {
      slots[name]?.isOverdue = true
    }
    if eventsPending.map(requests.contains) ?? false { eventsOverdue = true }
  }

  mutating func add(_ problem: Problem) {
    problems.add(problem, now: now)
    if overlay == .problems { problems.markRead() }
  }

  private func take(_ signal: Message.Signal) -> [Command] {
    switch signal {
    case .interrupt, .terminate: [.quit]
    case .suspend: [.suspend]
    case .resume: [.redraw]
    }
  }

  private mutating func fail(request: Int, reason: String) {
    for name in SlotName.allCases where slots[name]?.pending == request {
      slots[name]?.pending = nil
      slots[name]?.isComplete = false
    }
    if eventsPending == request { eventsPending = nil }
    details.fail(request: request)
    failJump(request: request)
    page?.fail(request: request)
    filter.completion?.fail(request: request)
    lineage.fail(request: request)
    add(Problem(time: now, source: "question \(request)", text: reason))
  }

  /// Makes the parts of the model fit each other again after any change.
  fileprivate mutating func fitTogether() {
    if let table = focus.table { tab = table }
    if focus == .details { isOpen = true }
    let shown = layout
    if isOpen, shown.isTabbed, focus == .events { focus = .details }
    for table in TableKind.allCases {
      let lines = height(of: table.pane)
      tables[table]?.scroll(toFit: lines)
    }
    events.fit(height: height(of: .events))
    if focus != .details { details.search.close() }
    scrollDetails(by: 0)
    lineage.scroll(toFit: OverlayText.height(rows: rows))
    scrollPage(by: 0)
  }
}

extension Message {
  /// Whether the counts may be others now. Events of before the screen was opened are not counted as arriving, yet
  /// they are there to be asked for.
  fileprivate var bringsEvents: Bool {
    if case .batchArrived = self { return true }
    return false
  }
}
