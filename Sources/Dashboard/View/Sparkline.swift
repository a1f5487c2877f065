import Query
import Terminal
import Text

/// A row's events over the window as a line of small bars, one a part, and which way they went last.
struct Sparkline {
  let signs: Signs

  /// The bars, scaled by the row alone: to its highest part, or to twice its mean where that is more, so that a calm row is a
  /// line at half height and not a wall.
  func bars(_ parts: [Int]) -> String {
    let sum = parts.reduce(0, +)
    let top = max(parts.max() ?? 0, parts.isEmpty ? 0 : 2 * sum / parts.count)
    return String(parts.map { signs.spark(eighths: top == 0 ? 0 : $0 * 8 / top, isEmpty: $0 == 0) })
  }

  /// The bars, and an arrow where the last part stands out; a question mark where nobody counted the parts, as engines do not.
  func line(_ spark: Summary.Spark) -> String {
    guard !spark.parts.isEmpty else { return "?" }
    return bars(spark.parts) + String(signs.trend(spark.trend))
  }
}

extension Signs {
  /// A bar of a sparkline: on the ground where there is nothing, above it where there is anything.
  func spark(eighths: Int, isEmpty: Bool) -> Character {
    if isEmpty { return glyphs == .utf8 ? "▁" : "_" }
    return bar(eighths: max(2, eighths))
  }

  func trend(_ trend: Summary.Spark.Trend) -> Character {
    switch trend {
    case .up: glyphs == .utf8 ? "↑" : "+"
    case .steady: " "
    case .down: glyphs == .utf8 ? "↓" : "-"
    }
  }

  /// Which way a column is ordered.
  func order(isReversed: Bool) -> Character {
    glyphs == .utf8 ? (isReversed ? "↑" : "↓") : (isReversed ? "^" : "v")
  }

  /// What is new, in one column.
  var new: Character { "+" }
}
