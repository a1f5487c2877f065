import CloudTrail
import Testing

@testable import Query

@Suite struct FilterParserTests {
  private func text(_ glob: String) -> FieldTest { .text(TextPattern(glob: glob)) }
  private func literal(_ text: String) -> FieldTest { .text(TextPattern(exactly: text)) }
  private func action(_ glob: String) -> Predicate { .field(.event(.action), text(glob)) }
  private func word(_ glob: String) -> Predicate { .anywhere(TextPattern(glob: glob)) }

  @Test("an empty filter is true for every event", arguments: ["", "  ", "*"])
  func empty(filter: String) throws { #expect(try parse(filter) == .always) }

  @Test("terms side by side are AND, and OR binds weaker")
  func precedence() throws {
    let expected = Predicate.any([.all([word("a"), word("b")]), word("c")])
    #expect(try parse("a b OR c") == expected)
    #expect(try parse("a AND b OR c") == expected)
    #expect(try parse("(a b) OR (c)") == expected)
    #expect(try parse("a (b OR c)") == .all([word("a"), .any([word("b"), word("c")])]))
  }

  @Test("NOT and a minus sign bind to one term")
  func negation() throws {
    #expect(try parse("NOT a b") == .all([.not(word("a")), word("b")]))
    #expect(try parse("-a -(b OR c)") == .all([.not(word("a")), .not(.any([word("b"), word("c")]))]))
    #expect(try parse("NOT -a") == word("a"))
  }

  @Test("quotes take everything literally")
  func quotes() throws {
    #expect(try parse(#"agent:"a*b (c)""#) == .field(.event(.userAgent), literal("a*b (c)")))
    #expect(try parse(#"agent:"a\"b\\c""#) == .field(.event(.userAgent), literal(#"a"b\c"#)))
    #expect(try parse(#"agent:"AWS Console"*"#) == .field(.event(.userAgent), text("AWS Console*")))
    #expect(try parse(#""OR""#) == .anywhere(TextPattern(exactly: "OR")))
  }

  @Test("a list of values is one test of the field")
  func lists() throws {
    #expect(
      try parse("action:(CreateUser OR Delete*)")
        == .field(.event(.action), .any([literal("CreateUser"), text("Delete*")])))
    #expect(try parse("action:(a* AND *b)") == .all([action("a*"), action("*b")]))
    #expect(try parse("is:(error OR denied)") == .any([.flag(.error), .flag(.denied)]))
  }

  @Test("a value may hold colons and slashes")
  func colons() throws {
    #expect(
      try parse("principal:arn:aws:iam::1:user/x")
        == .field(.event(.principal), literal("arn:aws:iam::1:user/x")))
  }

  @Test("ranges are numbers or times, and otherwise text")
  func ranges() throws {
    let path = FieldPath.record(keys: "requestParameters", "n")
    let low = NumberRange.Bound(.integer(10), inclusive: true)
    #expect(
      try parse("requestParameters.n:10..20")
        == .field(path, .number(NumberRange(lower: low, upper: .init(.integer(20), inclusive: true)))))
    #expect(
      try parse("requestParameters.n:>=10") == .field(path, .number(NumberRange(lower: low, upper: nil))))
    #expect(try parse("requestParameters.n:a..b") == .field(path, literal("a..b")))
    #expect(
      try parse("requestParameters.n:2026-11-01T12:00Z..") == .field(path, .time(TimeRange(from: noon))))
  }

  @Test(
    "relative times count back from now",
    arguments: [("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("1w", 604_800)])
  func relative(written: String, seconds: Int64) throws {
    let from = Timestamp(milliseconds: noon.milliseconds - seconds * 1000)
    #expect(try parse("time:>=-\(written)") == .time(TimeRange(from: from)))
  }

  @Test("an expression stands between slashes and ignores case unless flagged")
  func expressions() throws {
    #expect(
      try parse("agent:/a b/")
        == .field(.event(.userAgent), .regex(RegexPattern("a b", options: .ignoreCase))))
    #expect(
      try parse(#"agent:/a\/b/cs"#)
        == .field(.event(.userAgent), .regex(RegexPattern("a/b", options: .dotAll))))
  }

  @Test("a quoted first key is a key of the record, whatever its name")
  func quotedKey() throws {
    #expect(try parse(#""account":x"#) == .field(.record(keys: "account"), literal("x")))
    #expect(
      try parse(#"requestParameters."a b"[2].c:x"#)
        == .field(.record([.key("requestParameters"), .key("a b"), .index(2), .key("c")]), literal("x")))
  }

  @Test("every alias and every top-level field of CloudTrail is a field")
  func names() throws {
    for (name, field) in FieldAlias.all where !field.isDerivedQuestion { _ = try parse("\(name):x") }
    for name in FieldAlias.topLevelNames where name != "eventTime" { _ = try parse("\(name):x has:\(name)") }
  }
}

extension ExactString: ExpressibleByStringLiteral {
  /// Keys of expected paths are written as literals.
  public init(stringLiteral value: String) { self.init(value) }
}
