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
  var failed: Character { choose("✗", "x") }
  var ellipsis: Character { glyphs.ellipsis }
  /// Beside the one that was asked about.
  var this: String { glyphs == .utf8 ? "◂ this" : "< this" }
  var axis: Character { choose("│", "|") }
  var axisTop: Character { choose("┤", "+") }
  var axisZero: Character { choose("┼", "+") }
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
