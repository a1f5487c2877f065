import Testing

@testable import Query

@Suite struct CompiledRegexTests {
  private func matches(_ source: String, _ text: String, _ options: RegexPattern.Options = []) throws -> Bool
  {
    let regex = try CompiledRegex(source, options: options)
    return Array(text.utf8).withUnsafeBufferPointer { regex.matches($0) }
  }

  @Test("an expression is found anywhere in the text")
  func anywhere() throws { #expect(try matches("b+c", "abbcd") && !matches("^b", "ab") && matches("", "")) }

  @Test("the options do what they say")
  func options() throws {
    #expect(try !matches("É", "é") && matches("É", "é", .ignoreCase))
    #expect(try !matches("^b", "a\nb") && matches("^b", "a\nb", .multiLine))
    #expect(try !matches("a.b", "a\nb") && matches("a.b", "a\nb", .dotAll))
  }

  @Test("a point is a scalar, not a byte")
  func scalars() throws { #expect(try matches("^.$", "🔑")) }

  @Test("an expression that backtracks exponentially ends without a match", .timeLimit(.minutes(1)))
  func hostile() throws {
    #expect(try !matches("^(a+)+$", String(repeating: "a", count: 40) + "!"))
    #expect(try !matches("(x+x+)+y", String(repeating: "x", count: 100_000)))
  }

  @Test("a text that is not UTF-8 matches nothing")
  func invalid() throws {
    let regex = try CompiledRegex(".", options: [])
    #expect(![UInt8]([0xFF, 0xFE]).withUnsafeBufferPointer { regex.matches($0) })
  }

  @Test("a bad expression says why and where")
  func bad() {
    #expect(throws: RegexPattern.Refusal(reason: "missing closing parenthesis", offset: 3)) {
      try RegexPattern("a(b")
    }
    #expect(throws: RegexPattern.Refusal.self) { try RegexPattern(String(repeating: "a", count: 5000)) }
  }
}
