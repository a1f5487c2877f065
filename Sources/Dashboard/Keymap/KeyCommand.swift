/// What a key can do.
package enum KeyCommand: String, CaseIterable, Sendable {
  case up, down, left, right, pageUp, pageDown, first, last
  case nextPane, previousPane, open, back
  case filter, sort, reverseSort, zoomIn, zoomOut, freeze, fullScreen, raw
  case previousError, nextError, previousAlert, nextAlert, hourBack, hourOn, dayBack, dayOn, times, zone
  case theme, problems, help, redraw, suspend, leave, quit
}
