import Testing

@testable import Pipeline

@Suite struct TerraformTextTests {
  /// By the language's specification, "Quoted Strings".
  @Test(arguments: [
    ("plain", #""plain""#), (#"a"b\c"#, #""a\"b\\c""#), ("${x} %{y} $5 100%", #""$${x} %%{y} $5 100%""#),
    ("two\nlines\u{1B}", #""two\nlines\u001b""#), ("é", "\"é\""),
  ])
  func `a text stands for itself, whatever is in it`(text: String, quoted: String) {
    #expect(TerraformText.string(text) == quoted)
  }

  @Test func `what is missing is null`() { #expect(TerraformText.string(nil as String?) == "null") }

  @Test func `equals signs stand below each other, blocks within each other`() {
    var text = TerraformText()
    text.block("provider \"aws\"") { text in
      text.attributes([("a", "1"), ("longer", "2")])
      text.map("names", [("k", "\"v\"")])
      text.list("none", [])
    }
    #expect(
      text.text == """
        provider "aws" {
          a      = 1
          longer = 2
          names = {
            "k" = "v"
          }
          none = []
        }

        """)
  }
}
