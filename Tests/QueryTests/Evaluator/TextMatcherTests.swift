import Testing

@testable import Query

@Suite struct TextMatcherTests {
  private func matches(_ glob: String, _ text: String, cased: Bool = false) -> Bool {
    let matcher = TextMatcher(TextPattern(glob: glob, caseSensitive: cased))
    return Array(text.utf8).withUnsafeBufferPointer { matcher.matches($0) }
  }

  @Test(
    "a pattern matches the whole text",
    arguments: [
      ("abc", "abc"), ("ABC", "abc"), ("abc", "aBC"), ("*", ""), ("*", "x"), ("a*", "a"), ("a*", "Axyz"),
      ("*c", "abC"),
      ("*b*", "abc"), ("a*c", "ac"), ("a*b*c", "a-b-b-c"), ("a?c", "aXc"), ("?", "é"), ("?", "🔑"),
      ("??", "é!"),
      ("*a*a", "aXa"), ("a**b", "ab"), ("*?", "x"), ("\\*", "*"), ("a\\?", "a?"), ("\\\\", "\\"),
      ("a\\b", "a\\b"),
    ])
  func whole(glob: String, text: String) { #expect(matches(glob, text)) }

  @Test(
    "and not a part of it",
    arguments: [
      ("abc", "abcd"), ("abc", "xabc"), ("abc", "ab"), ("a*c", "acx"), ("a?c", "ac"), ("?", ""), ("?", "ab"),
      ("", "a"),
      ("a*a", "a"), ("*ab*ab*", "xabx"), ("\\*", "x"), ("a\\?", "ab"),
    ])
  func part(glob: String, text: String) { #expect(!matches(glob, text)) }

  @Test(
    "case is folded by Unicode's rules for single scalars",
    arguments: [
      ("É*", "état"), ("*über*", "GRÜẞE ÜBER"), ("k", "\u{212A}"), ("ΣΑΣ", "σας"), ("s", "\u{17F}"),
      ("ЖУК", "жук"),
      ("ǆ", "Ǆ"), ("ß", "ẞ"),
    ])
  func folded(glob: String, text: String) { #expect(matches(glob, text)) }

  @Test(
    "letters that only look alike stay apart",
    arguments: [("i", "ı"), ("I", "İ"), ("ss", "ß"), ("a", "а"), ("e\u{301}", "é")])
  func apart(glob: String, text: String) { #expect(!matches(glob, text)) }

  @Test("a cased pattern tells letters of either case apart")
  func cased() {
    #expect(matches("aB*", "aBc", cased: true))
    #expect(!matches("aB*", "abc", cased: true) && !matches("É", "é", cased: true))
  }

  @Test("a pattern of many runs ends soon on a long text without a match", .timeLimit(.minutes(1)))
  func manyRuns() {
    let glob = String(repeating: "*a", count: 60) + "*b"
    #expect(!matches(glob, String(repeating: "a", count: 50_000)))
  }
}
