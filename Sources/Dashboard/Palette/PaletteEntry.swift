import CloudTrail
import Query

/// Something the palette can do, and how it is offered.
struct PaletteEntry: Hashable, Sendable {
  /// What is typed to find it; it may be hostile text.
  var title: String
  /// What it does.
  var note: String
  /// The keys that do the same.
  var keys = ""
  var action: PaletteAction
}

/// What happens when an entry is run.
enum PaletteAction: Hashable, Sendable {
  case perform(KeyCommand)
  /// Writes this into the line, for an argument to be typed behind it.
  case write(String)
  case theme(String)
  case focus(Pane)
  /// Puts this filter in force.
  case filter(String)
  /// Keeps the filter in force under this name.
  case save(String)
  /// Drills into an account.
  case account(ExactString, name: String)
  case sort(TableOrder.Column)
  /// Looks at the time from this moment on.
  case since(Timestamp)
  case goTo(Timestamp)
  case decide(AlertDecision)
  case takeBack(AlertDecision)
  /// Nothing: the argument cannot be, as the entry's note says.
  case refuse
}
