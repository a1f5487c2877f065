import Testing

@testable import Query

@Suite("A pattern asked once")
struct TextPatternTests {
  @Test(
    "matches whole texts, in any case",
    arguments: [
      ("iam:Pass*", "iam:PassRole", true), ("IAM:passrole", "iam:PassRole", true), ("*", "", true),
      ("iam:Pass????", "iam:PassRole", true), ("iam:Pass???", "iam:PassRole", false),
      ("pass", "iam:PassRole", false),
    ])
  func matches(pattern: String, text: String, isMatch: Bool) {
    #expect(TextPattern(glob: pattern).matches(text) == isMatch)
  }
}
