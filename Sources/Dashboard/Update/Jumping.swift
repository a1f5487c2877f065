import Audit
import CloudTrail

/// A leap through the list of events.
struct Jump: Hashable, Sendable {
  var target: EventFindRequest.Target
  var direction: EventFindRequest.Direction

  init?(_ command: KeyCommand) {
    switch command {
    case .previousError: self.init(.error, .older)
    case .nextError: self.init(.error, .newer)
    case .previousAlert: self.init(.alert, .older)
    case .nextAlert: self.init(.alert, .newer)
    case .hourBack: self.init(.distance(seconds: 3600), .older)
    case .hourOn: self.init(.distance(seconds: 3600), .newer)
    case .dayBack: self.init(.distance(seconds: 86_400), .older)
    case .dayOn: self.init(.distance(seconds: 86_400), .newer)
    default: return nil
    }
  }

  /// To the newest event that is not later than a moment.
  init(to moment: Timestamp) { self.init(.moment(moment), .older) }

  private init(_ target: EventFindRequest.Target, _ direction: EventFindRequest.Direction) {
    (self.target, self.direction) = (target, direction)
  }
}

/// Jumps whose events the store is still looking for.
struct JumpState: Sendable {
  /// The question that is out, and its number.
  var pending: (request: Int, question: EventFindRequest)?
  /// Jumps made meanwhile: each goes on from where the one before it ends.
  var waiting: [Jump] = []

  /// The most jumps that wait: a key held down must not run on for long after it is let go.
  static let mostWaiting = 4
}

/// Jumping: the store finds the event, wherever it is in the list, and the list is then held there.
extension Model {
  mutating func jump(_ jump: Jump) -> [Command] {
    guard jumps.pending == nil else {
      if jumps.waiting.count < JumpState.mostWaiting { jumps.waiting.append(jump) }
      return []
    }
    return [find(jump, from: events.selected)]
  }

  /// Goes to a moment, wherever the list is held.
  mutating func jump(to moment: Timestamp) -> [Command] {
    jumps = JumpState()
    return [find(Jump(to: moment), from: nil)]
  }

  private mutating func find(_ jump: Jump, from: EventRow.ID?) -> Command {
    let list = wantedEvents
    var question = EventFindRequest(
      predicate: list.predicate, since: list.since, until: list.until, arrivedBefore: list.arrivedBefore,
      from: from,
      target: jump.target, direction: jump.direction)
    question.decisions = decisions
    lastRequest += 1
    jumps.pending = (lastRequest, question)
    return .find(request: lastRequest, question)
  }

  mutating func take(found id: EventRow.ID?, request: Int) -> [Command] {
    guard let pending = jumps.pending, pending.request == request else { return [] }
    jumps.pending = nil
    let list = wantedEvents
    let question = pending.question
    guard list.predicate == question.predicate, list.since == question.since, list.until == question.until
    else {
      // Another list is looked at by now.
      jumps.waiting = []
      return []
    }
    guard let id else {
      jumps.waiting = []
      return [.bell]
    }
    events.jump(to: id, height: height(of: .events))
    guard !jumps.waiting.isEmpty else { return [] }
    return [find(jumps.waiting.removeFirst(), from: id)]
  }

  mutating func failJump(request: Int) {
    if jumps.pending?.request == request { jumps = JumpState() }
  }
}
