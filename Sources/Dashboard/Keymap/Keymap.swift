import Terminal

/// Every key that does something on the screen.
package struct Keymap: Sendable {
  /// Keys that have something to do with one another, under a title of the help.
  package struct Group: Sendable {
    package var title: String
    package var bindings: [KeyBinding]

    package init(_ title: String, _ bindings: [KeyBinding]) {
      (self.title, self.bindings) = (title, bindings)
    }
  }

  /// In the order the help lists them.
  package var groups: [Group]

  package init(_ groups: [Group]) { self.groups = groups }

  package var bindings: [KeyBinding] { groups.flatMap(\.bindings) }

  /// What `key` does in `context`; nil when it does nothing there.
  package func command(for key: Key, in context: KeyBinding.Context) -> KeyCommand? {
    bindings.first { binding in
      binding.keys.contains(key)
        && (binding.contexts.contains(.everywhere) || binding.contexts.contains(context))
    }?.command
  }

  /// The keymap that ships.
  package static let standard = Keymap([
    Group("Moving", moving), Group("Jumping", jumping), Group("Asking", asking), Group("Showing", showing),
    Group("Alerts", alerts), Group("Keeping", keeping), Group("Leaving", leaving),
  ])

  private static let moving = [
    KeyBinding([.up, .character("k")], .up, "up; above the first row nothing is selected"),
    KeyBinding([.down, .character("j")], .down, "down"),
    KeyBinding([.left, .character("h")], .left, "to the pane on the left; in the timeline a column back"),
    KeyBinding([.right, .character("l")], .right, "to the pane on the right; in the timeline a column on"),
    KeyBinding([.pageUp, .control("b")], .pageUp, "a page up; in the timeline half a window back"),
    KeyBinding([.pageDown, .control("f")], .pageDown, "a page down; in the timeline half a window on"),
    KeyBinding([.character("g"), .home], .first, "to the top; events follow the newest again"),
    KeyBinding([.character("G"), .end], .last, "to the last row"),
    KeyBinding([.tab], .nextPane, "next pane", hint: "pane"),
    KeyBinding([.backTab], .previousPane, "previous pane"),
    KeyBinding([.enter], .open, "zoom into the brush, else into the column", hint: "zoom", in: [.timeline]),
    KeyBinding([.enter], .open, "drill into the selected row", hint: "drill", in: [.tables, .alerts]),
    KeyBinding([.enter], .open, "open the event's details", hint: "open", in: [.events]),
    KeyBinding(
      [.enter], .open, "narrow to the selected row, or show the rest of a list", hint: "narrow", in: [.page]),
    KeyBinding([.escape], .back, "one step back: unselect, undo a brush, a drill or a zoom", hint: "back"),
    KeyBinding([.character("b")], .previousView, "the view before, as a browser goes back"),
    KeyBinding([.character("B")], .nextView, "the view that was left by going back"),
  ]

  private static let jumping = [
    KeyBinding([.character(",")], .previousError, "to the error before"),
    KeyBinding([.character(".")], .nextError, "to the next error"),
    KeyBinding([.character("<")], .previousAlert, "to the alert before"),
    KeyBinding([.character(">")], .nextAlert, "to the next alert"),
    KeyBinding([.character("(")], .hourBack, "an hour back"),
    KeyBinding([.character(")")], .hourOn, "an hour on"),
    KeyBinding([.character("{")], .dayBack, "a day back"),
    KeyBinding([.character("}")], .dayOn, "a day on"),
  ]

  private static let asking = [
    KeyBinding([.character("/")], .filter, "filter, narrowing with every letter", hint: "filter"),
    KeyBinding(
      [.character(":")], .palette, "every command by its name, and going to a time", hint: "command"),
    KeyBinding(
      [.character("s")], .sort, "sort by the next column; a click on its title does the same",
      in: [.tables, .alerts]),
    KeyBinding([.character("S")], .reverseSort, "sort the other way round", in: [.tables, .alerts]),
    KeyBinding([.character("]")], .zoomIn, "half the time, around the selected event"),
    KeyBinding([.character("[")], .zoomOut, "back to more time"),
    KeyBinding([.character("v")], .brush, "brush the timeline from its cursor on; again to end the brush"),
    KeyBinding([.character(" "), .character("=")], .freeze, "freeze the screen, or go on", hint: "freeze"),
  ]

  private static let showing = [
    KeyBinding(
      [.character("w")], .lineage, "who really did it: the event's credentials back to a person", hint: "who"),
    KeyBinding([.enter], .open, "go to the event", hint: "go to", in: [.lineage]),
    KeyBinding([.character("f")], .fullScreen, "give the pane the whole screen, or take it back"),
    KeyBinding([.character("x")], .everything, "everything of this principal on one page"),
    KeyBinding([.character("r")], .raw, "the raw record, or the sentence again", hint: "raw", in: [.details]),
    KeyBinding([.character("T")], .times, "ages, clock times, or each where it suits"),
    KeyBinding([.character("z")], .zone, "local time, or UTC"),
    KeyBinding(
      [.character("d")], .difference, "the policy compared with its version before, or whole again",
      hint: "diff", in: [.details]),
    KeyBinding([.character("F")], .findInDetails, "find in the details", hint: "find", in: [.details]),
    KeyBinding([.character("n")], .nextHit, "to the next place found", in: [.details]),
    KeyBinding([.character("N")], .previousHit, "to the place found before", in: [.details]),
    KeyBinding([.character("t")], .theme, "next theme"),
    KeyBinding([.character("!")], .problems, "what went wrong in this session"),
    KeyBinding([.character("?")], .help, "this help", hint: "help"),
    KeyBinding([.control("l")], .redraw, "paint everything again"),
  ]

  private static let alerts = [
    KeyBinding(
      [.character("a")], .acknowledge, "acknowledge, with a reason; again to take it back", hint: "ack",
      in: [.alerts]),
    KeyBinding(
      [.character("m")], .mute, "mute, with a reason and for how long; again to take it back", hint: "mute",
      in: [.alerts]),
    KeyBinding(
      [.character("a")], .acknowledge, "acknowledge what the event's principal did", in: [.events, .details]),
    KeyBinding([.character("A")], .showMuted, "list what is muted too, or not"),
    KeyBinding(
      [.character("R")], .ruleText, "the rule as it was written, and what to do", hint: "rule", in: [.alerts]),
    KeyBinding([.character("R")], .ruleText, "the rule that the event matched", in: [.events, .details]),
  ]

  private static let keeping = [
    KeyBinding(
      [.character("m")], .mark, "mark the event, or take its mark away",
      in: [.timeline, .tables, .events, .details, .lineage, .marks, .page]),
    KeyBinding([.character("M")], .marks, "the marked events and their notes"),
    KeyBinding([.character("e")], .export, "export the view, the marks or the picture to a file"),
    KeyBinding([.character("y")], .copy, "copy the selected row's key, or the event's record as JSON"),
    KeyBinding([.character("Y")], .copyFilter, "copy the filter that gives this view"),
    KeyBinding([.enter], .open, "show the marked event in the list", hint: "show", in: [.marks]),
    KeyBinding([.character("n")], .note, "write a note", hint: "note", in: [.marks]),
    KeyBinding([.character("d"), .delete], .removeMark, "take the mark away", hint: "remove", in: [.marks]),
  ]

  private static let leaving = [
    KeyBinding([.character("q")], .leave, "back, or quit", hint: "quit"),
    KeyBinding([.control("z")], .suspend, "suspend"),
    KeyBinding([.control("c")], .quit, "quit"),
  ]
}
