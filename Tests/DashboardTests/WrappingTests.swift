import Seeded
import Testing
import Text

@testable import Dashboard

@Suite("Breaking lines")
struct WrappingTests {
  @Test("at blanks where one is in reach")
  func blanks() { #expect(Wrapping.lines(of: "one two three", columns: 8) == ["one two", "three"]) }

  @Test("inside a word that has none")
  func words() { #expect(Wrapping.lines(of: "abcdefgh", columns: 3) == ["abc", "def", "gh"]) }

  @Test("keeping the indentation")
  func indent() { #expect(Wrapping.lines(of: "  ab cd", columns: 5) == ["  ab", "  cd"]) }

  @Test("no line is wider than it may be", arguments: 1..<12)
  func width(columns: Int) {
    for line in Wrapping.lines(of: "결제 e\u{301}x 🔐🔐 longer-than-that \u{1B}", columns: columns)
    where columns > 1 {
      #expect(cellWidth(line) <= columns)
    }
  }

  @Test("texts of ASCII break as all others do", arguments: 1..<30)
  func ascii(columns: Int) {
    var dice = SeededRandom(state: UInt64(columns))
    for _ in 0..<40 {
      let letters = (0..<Int.random(in: 0..<80, using: &dice)).map { _ in
        "ab  -".randomElement(using: &dice) ?? "a"
      }
      // A letter of one column that is not ASCII takes the other way.
      func foreign(_ text: String) -> String { String(text.map { $0 == "a" ? "é" : $0 }) }
      let text = String(letters)
      #expect(
        Wrapping.lines(of: text, columns: columns).map(foreign)
          == Wrapping.lines(of: foreign(text), columns: columns))
    }
  }
}
