import CloudTrail
import Testing

@testable import Query

@Suite("A saved filter in a filter")
struct SavedFilterTests {
  private let now = Timestamp(milliseconds: 0)
  private let saved = [
    SavedFilter(name: "denied", text: "is:denied OR is:error"), SavedFilter(name: "ci", text: "session:ci-*"),
    SavedFilter(name: "broken", text: "is:"), SavedFilter(name: "own", text: "@own"),
  ]

  private func predicate(_ text: String) throws(FilterError) -> Predicate {
    try FilterSyntax.predicate(from: text, now: now, saved: saved)
  }

  @Test("stands for its text in brackets")
  func whole() throws {
    #expect(try predicate("@denied -@ci") == predicate("(is:denied OR is:error) -(session:ci-*)"))
  }

  @Test("within words, in quotes, or under no saved name it is text")
  func word() throws {
    #expect(try predicate("ana@denied") == .anywhere(TextPattern(exactly: "ana@denied")))
    #expect(try predicate("\"@denied\"") == .anywhere(TextPattern(exactly: "@denied")))
    #expect(try predicate("@example.com") == .anywhere(TextPattern(exactly: "@example.com")))
    #expect(
      try FilterSyntax.predicate(from: "@denied", now: now) == .anywhere(TextPattern(exactly: "@denied")))
  }

  @Test("a name nearly right is refused with the right one")
  func near() throws {
    let error = try #require(throws: FilterError.self) { try predicate("is:root @denid") }
    #expect(error.column == 9)
    #expect(error.hint?.contains("@denied") == true)
  }

  @Test("one that is no filter is refused at its name")
  func broken() throws {
    let error = try #require(throws: FilterError.self) { try predicate("is:root @broken") }
    #expect(error.column == 9 && error.message.contains("@broken"))
  }

  @Test("one that names itself does not go round")
  func own() throws { #expect(try predicate("@own") == .anywhere(TextPattern(exactly: "@own"))) }
}
