import Query
import Terminal
import Text

/// The signs the screen is drawn with, for terminals that show everything and for those of ASCII.
struct Signs: Sendable {
  let glyphs: GlyphSet

  private func choose(_ sign: Character, _ ascii: Character) -> Character { glyphs == .utf8 ? sign : ascii }

  var rule: Character { choose("─", "-") }
  /// The rule above the pane in focus.
  var focusRule: Character { choose("━", "=") }
  var selected: Character { choose("▌", ">") }
  var drilled: Character { choose("▸", ">") }
  var chosen: Character { choose("▹", "~") }
  var alive: Character { choose("●", "*") }
  var partial: Character { choose("◐", "%") }
  var lost: Character { choose("○", "o") }
  var marked: Character { choose("◆", "*") }
  var failed: Character { choose("✗", "x") }
  var ellipsis: Character { glyphs.ellipsis }
  /// Beside the one that was asked about.
  var this: String { glyphs == .utf8 ? "◂ this" : "< this" }
  var axis: Character { choose("│", "|") }
  var axisTop: Character { choose("┤", "+") }
  var axisZero: Character { choose("┼", "+") }
  /// Below the timeline: the cursor, and the ends of the brush.
  var cursor: Character { choose("┴", "^") }
  var brushStart: Character { choose("└", "[") }
  var brushEnd: Character { choose("┘", "]") }
  var alertMark: Character { choose("▲", "!") }

  /// How bad an alert is (SCREENS, Glyph before colour).
  func severity(_ severity: Severity) -> Character {
    switch severity {
    case .critical: choose("▲", "!")
    case .high: choose("△", "^")
    case .medium, .low, .informational: choose("·", ".")
    }
  }

  /// A cell of a bar, filled by so many eighths, 0 to 8.
  func bar(eighths: Int) -> Character {
    let steps: [Character] =
      glyphs == .utf8
      ? [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] : [" ", ".", ".", ":", ":", ":", "|", "|", "#"]
    return steps[max(0, min(eighths, 8))]
  }

  /// A cell of a bar in a style that says what its parts count. ASCII has no blocks, and a sign for each part instead:
  /// the larger one's, or the alert's.
  func bar(eighths: Int, _ style: Style) -> Character {
    guard glyphs == .ascii else { return bar(eighths: eighths) }
    switch style.chartRole(eighths: eighths) {
    case .chartAlert: return alertMark
    case .chartError: return failed
    default: return bar(eighths: style.background == nil ? eighths : 8)
    }
  }
}

extension Severity {
  /// The colour that repeats what the sign says.
  var style: Style {
    switch self {
    case .critical: .critical
    case .high: .high
    case .medium: .warn
    case .low, .informational: .text
    }
  }
}
