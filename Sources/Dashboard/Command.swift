import Audit
import Query

/// What ``update(_:_:)`` asks the world to do. Answers come back as messages with the same request number.
package enum Command: Hashable, Sendable {
  case summarise(request: Int, SummaryRequest)
  case list(request: Int, EventListRequest)
  case open(request: Int, EventRow.ID)
  case find(request: Int, EventFindRequest)
  case values(request: Int, SeenValuesRequest)
  /// Find the version before of the policy that this event writes.
  case earlierPolicy(request: Int, EventRow.ID)
  /// Who really did an event.
  case trace(request: Int, EventRow.ID)
  /// Keep a mark beyond this session, in place of the event's earlier one.
  case keepMark(Mark)
  case removeMark(Mark)
  /// Keep what was decided about alerts beyond this session, in place of what was decided so about the same ones.
  case keepDecision(AlertDecision)
  case removeDecision(AlertDecision)
  /// Write a file; the answer is a ``Message/exported(request:_:)``. A picture shows the screen as it is after this update.
  case export(request: Int, ExportRequest)
  /// Put a text on the clipboard; it has passed ``sanitised(_:)`` or is JSON.
  case copy(String)
  case profile(request: Int, ProfileRequest)
  /// The code that was typed for an MFA device, to the question of this number; nil for none.
  case answerCode(number: Int, String?)
  /// Show everything in the theme of this name.
  case setTheme(String)
  /// Paint every cell again: something else wrote on the terminal.
  case redraw
  /// There is nothing further that way.
  case bell
  /// Restore the terminal and stop the program until it is continued.
  case suspend
  case quit
}

extension Command {
  /// The number of a question whose answer may be replaced by a newer one's; nil for what is to be done whatever comes after.
  package var question: Int? {
    switch self {
    case .summarise(let request, _), .list(let request, _), .open(let request, _), .find(let request, _),
      .values(let request, _), .earlierPolicy(let request, _), .trace(let request, _),
      .profile(let request, _):
      request
    case .keepMark, .removeMark, .keepDecision, .removeDecision, .export, .copy, .answerCode, .setTheme,
      .redraw, .bell,
      .suspend, .quit:
      nil
    }
  }
}
