import Seeded
import Testing

@testable import Query

@Suite struct FilterErrorTests {
  @Test(
    "a bad filter says at which character, what, and what to do",
    arguments: [
      ("acount:x", 1, "acount", "account"), ("a acount:x", 3, "acount", "account"),
      ("requestParameter.x:1", 1, "requestParameter", "requestParameters"), ("foo:x", 1, "foo", "principal"),
      ("iam:CreateUser", 1, "iam", "action:iam:"), ("arn:aws:iam::1:root", 1, "arn", "principal:"),
      ("is:denid", 4, "denid", "denied"), ("severity:hihg", 10, "hihg", "high"),
      ("severity:5", 10, "5", "critical"),
      ("action:", 8, "no value", "colon"), ("action: x", 8, "no value", "colon"),
      ("(a", 1, "never closed", ")"),
      ("a)", 2, ")", "quote"), ("a OR", 5, "missing", "quote"), ("OR a", 1, "missing", "quote"),
      ("a OR OR b", 6, "missing", "quote"),
      ("NOT", 4, "missing", "quote"), ("()", 2, "missing", "quote"), ("a and b", 3, "small", "AND"),
      (#"agent:"x"#, 7, "never closed", "\""), ("agent:/x", 7, "never closed", "/"),
      ("agent:/(/", 9, "not valid", ""),
      ("agent:/x/q", 10, "letter", "quote"), ("agent:a(b)", 8, "ends before", "quote"),
      ("time:soon", 6, "no time", ">-2h"),
      ("requestParameters.n:>x", 21, "number", "quote"), ("error:~nul", 7, "unknown test", "~null"),
      ("한글 acount:x", 4, "acount", "account"), ("e\u{301} acount:x", 3, "acount", "account"),
      ("resources{type:x", 1, "never closed", "}"), ("is[every]:error", 1, "[every]", "remove"),
      ("requestParameters.x:$", 22, "no field", "userIdentity"),
    ])
  func refused(filter: String, column: Int, message: String, hint: String) {
    let error = #expect(throws: FilterError.self) { try parse(filter) }
    #expect(error?.column == column, "\(String(describing: error))")
    #expect(error?.message.contains(message) ?? false, "\(String(describing: error))")
    #expect(hint.isEmpty || error?.hint?.contains(hint) ?? false, "\(String(describing: error))")
  }

  @Test("nesting and length are bounded")
  func bounds() {
    let deep = String(repeating: "(", count: 100_00) + "a"
    #expect(#expect(throws: FilterError.self) { try parse(deep) }?.message.contains("deep") ?? false)
    #expect(throws: FilterError.self) { try parse(String(repeating: "a", count: 100_000)) }
    #expect(throws: FilterError.self) { try parse(String(repeating: "resources{", count: 500)) }
  }

  @Test("many negations side by side are read")
  func manyNegations() throws {
    #expect(
      try parse(String(repeating: "-", count: 9999) + "a") == .not(.anywhere(TextPattern(exactly: "a"))))
  }

  @Test(
    "of 10,000 random filters none crashes, and what is read writes back to the same", .timeLimit(.minutes(1))
  )
  func random() throws {
    var random = SeededRandom(state: 1)
    let parts = [
      "a", "B*", "?", "\"", "\\", "(", ")", "{", "}", "[", "]", "[one]", "[every]", "[0]", ":", "..", ".",
      "<", ">=", "=", "$", "*$", "~",
      "~null", "~exists", "/", "-", "NOT ", "AND ", " OR ", " ", " ", "action:", "time:", "severity:", "is:",
      "has:", "rule:", "ip:",
      "requestParameters.x", "userIdentity.arn:", "resources{", "10.0.0.0/8", "1", "2026-11-01", "-2h",
      "high", "error", "null", "é",
      "\u{301}", "🔑", "\u{0}", "\n", "\u{202E}", "9999999999999999999999",
    ]
    var accepted = 0
    for _ in 0..<10_000 {
      let filter = (0..<(1 + random.below(9))).map { _ in random.pick(parts) }.joined()
      guard let predicate = try? parse(filter) else { continue }
      accepted += 1
      let text = FilterSyntax.text(of: predicate)
      #expect(try parse(text) == predicate, "\(filter.debugDescription) -> \(text.debugDescription)")
    }
    #expect(accepted > 500)
  }
}
