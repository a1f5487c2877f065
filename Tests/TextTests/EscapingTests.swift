import Testing
import Text

@Suite("Escaping") struct EscapingTests {
  @Test(
    "CSV quotes what RFC 4180 asks for",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("", ""),
      (" a", "\" a\""),
    ])
  func quotes(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test(
    "a field that starts a formula gets an apostrophe",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@A1", "'@A1"), ("\t=1", "'␉=1"), ("\r=1", "'␍=1"),
      ("=a,b", "\"'=a,b\""), ("＝1", "'＝1"), ("a=1", "a=1"), ("\u{200B}=1", "'\u{FFFD}=1"),
    ])
  func formulas(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test("a CSV field never breaks the line or carries a control character")
  func oneLine() {
    #expect(csvField("a\nb\u{1B}[31m") == "a␊b␛[31m")
  }

  @Test("SVG text escapes the signs of the markup and drops what XML forbids")
  func svg() {
    #expect(svgText("<a href=\"x\">&'\u{0}\u{FFFE}") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;␀\u{FFFD}")
  }

  @Test(
    "JSON strings escape quotes, backslashes and what is not seen",
    arguments: [
      ("a\"b\\c/d", #""a\"b\\c/d""#), ("\n\r\t\u{8}", #""\u000a\u000d\u0009\u0008""#),
      ("\u{7F}\u{9B}", #""\u007f\u009b""#),
      ("\u{202E}\u{200B}\u{2028}\u{FEFF}", #""\u202e\u200b\u2028\ufeff""#), ("\u{E0041}", #""\udb40\udc41""#),
      ("한 👍 é", #""한 👍 é""#), ("\r\n", #""\u000d\u000a""#),
    ])
  func json(text: String, literal: String) {
    #expect(Array(jsonString(text).utf8) == Array(literal.utf8))
  }

  @Test("decomposed text stays decomposed in JSON")
  func exact() {
    #expect(Array(jsonString("e\u{301}").unicodeScalars) == ["\"", "e", "\u{301}", "\""])
  }
}
