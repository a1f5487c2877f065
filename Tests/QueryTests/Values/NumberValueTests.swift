import Testing

@testable import Query

@Suite struct NumberValueTests {
  private func number(_ text: String) -> NumberValue? { NumberValue(text.utf8) }

  @Test(
    "numbers of JSON are read",
    arguments: ["0", "-0", "7", "-12", "0.5", "1e3", "1E+3", "2.5e-1", "12345678901234567890"])
  func read(text: String) { #expect(number(text) != nil) }

  @Test(
    "other texts are no numbers",
    arguments: ["", "-", "+1", "01", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "1e999", " 1", "1 ", "१"])
  func refused(text: String) { #expect(number(text) == nil) }

  @Test("whole numbers beyond the precision of a double stay apart")
  func exact() throws {
    #expect(try #require(number("9007199254740992")) < #require(number("9007199254740993")))
  }

  @Test("a whole number and a double are compared without rounding either")
  func mixed() throws {
    let double = try #require(number("9007199254740992.0"))
    #expect(try double < #require(number("9007199254740993")))
    #expect(try #require(number("9007199254740992")) == double)
    #expect(try #require(number("9223372036854775807")) < #require(number("9223372036854775808")))
    #expect(
      try #require(number("2")) < #require(number("2.5")) && #require(number("2.5")) < #require(number("3")))
    #expect(try #require(number("-3")) < #require(number("-2.5")))
  }

  @Test("equal numbers have equal hashes")
  func hashes() throws { #expect(Set([try #require(number("1")), try #require(number("1.0"))]).count == 1) }

  @Test("an open end of a range leaves the value out")
  func range() {
    let range = NumberRange(
      lower: .init(.integer(1), inclusive: false), upper: .init(.integer(3), inclusive: true))
    #expect(!range.contains(.integer(1)) && range.contains(.double(1.5)) && range.contains(.integer(3)))
    #expect(!range.contains(.double(3.01)))
  }
}
