import Testing
import Text

@Suite("Markdown")
struct MarkdownTests {
  @Test(
    "what would be markup is words",
    arguments: [
      ("plain, words: iam:GetUser", "plain, words: iam:GetUser"),
      ("*a* _b_ `c` ~~d~~", #"\*a\* \_b\_ \`c\` \~\~d\~\~"#), ("[x](y) ![z]", #"\[x\](y) \!\[z\]"#),
      ("<b>&amp;", #"\<b\>\&amp;"#), ("a|b", #"a\|b"#), (#"a\b"#, #"a\\b"#), ("@here $x$", #"\@here \$x\$"#),
      ("https://e.example", #"https\://e.example"#), ("www.e.example", #"www\.e.example"#),
      ("arn:aws:iam::1:user/x", "arn:aws:iam::1:user/x"),
    ])
  func escaped(text: String, markdown: String) { #expect(markdownText(text) == markdown) }

  @Test("nothing starts a line or acts on a terminal")
  func oneLine() {
    let text = markdownText("a\n# b\r\u{1B}[2J\u{2028}c\u{202E}")
    #expect(text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{2028}" || $0 == "\u{202E}" } == false)
  }
}
