import Audit
import CloudTrail
import Query
import Terminal

/// All that can happen to the screen. Time comes in messages only: the model has no clock.
package enum Message: Sendable {
  /// A key, a click, a paste or a new size.
  case key(Key)
  case resized(columns: Int, rows: Int)
  /// What time it is, sent at least once a second while the screen is live.
  case tick(Timestamp)
  /// The store holds more events than before; so many of them are new and not read from the past.
  case batchArrived(events: Int)
  /// The answer to a ``Command/summarise(request:_:)``.
  case summary(request: Int, Summary)
  /// The answer to a ``Command/list(request:_:)``.
  case events(request: Int, EventList)
  /// The answer to a ``Command/open(request:_:)``; nil when the event is no longer kept.
  case details(request: Int, EventDetails?)
  /// The answer to a ``Command/find(request:_:)``; nil when there is no such event.
  case found(request: Int, EventRow.ID?)
  /// The answer to a ``Command/values(request:_:)``.
  case values(request: Int, SeenValues)
  /// The answers to these requests are taking so long that the screen has to say so.
  case overdue(Set<Int>)
  /// The answer to a ``Command/earlierPolicy(request:_:)``; nil when none is held.
  case earlierPolicy(request: Int, EarlierPolicy?)
  /// The answer to a ``Command/trace(request:_:)``; nil when the event is no longer kept.
  case lineage(request: Int, Lineage?)
  /// The answer to a ``Command/profile(request:_:)``; nil when no event of the principal is held.
  case profile(request: Int, Profile?)
  /// A command that got no answer, and why.
  case failed(request: Int, reason: String)
  /// The credentials of a source need the code of an MFA device; the answer is a ``Command/answerCode(number:_:)``.
  case codeWanted(number: Int, serial: String)
  /// What came of a ``Command/export(request:_:)``.
  case exported(request: Int, ExportOutcome)
  /// The state of every source, in the order given.
  case health([SourceHealth], left: Int = 0)
  /// What the state has of what was decided about alerts, here or in another program.
  case decisions([AlertDecision])
  /// Something that went wrong in the session: a rejected record, an unreadable theme.
  case problem(Problem)
  case signal(Signal)

  /// A signal to the program, taken off a `signalfd` by the loop.
  package enum Signal: Sendable { case interrupt, terminate, suspend, resume }
}

/// Something the session could not do, kept for the list behind `!`.
package struct Problem: Hashable, Sendable {
  /// When it happened, where that is known.
  package var time: Timestamp?
  /// The source or the file it is about, with the place.
  package var source: String
  /// What is wrong, in words for the reader.
  package var text: String

  package init(time: Timestamp? = nil, source: String, text: String) {
    (self.time, self.source, self.text) = (time, source, text)
  }
}
