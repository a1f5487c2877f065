import Testing
import Text

@Suite("Text for Slack")
struct SlackTextTests {
  @Test("the three control characters become entities")
  func entities() {
    #expect(
      slackText("<!channel> & <https://evil.example|here>", limit: 100)
        == "&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;")
  }

  @Test("an entity that is there already is text too")
  func twice() { #expect(slackText("&lt;", limit: 10) == "&amp;lt;") }

  @Test("a line end does not survive")
  func lineEnd() { #expect(slackText("a\nb", limit: 10) == "a␊b") }

  @Test(
    "what is too long is cut, entities whole, and says so",
    arguments: [
      ("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("ab&cd", 7, "ab…"), ("a&", 6, "a&amp;"), ("a&b", 6, "a…"),
      ("&", 1, "…"), ("a😀b", 3, "a…"), ("a😀", 3, "a😀"),
    ])
  func cut(text: String, limit: Int, expected: String) { #expect(slackText(text, limit: limit) == expected) }
}
