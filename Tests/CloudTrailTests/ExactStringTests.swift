import Testing

@testable import CloudTrail

@Suite struct ExactStringTests {
  @Test("canonically equal texts with different bytes are two")
  func differ() { #expect(Set([ExactString("\u{E9}"), ExactString("e\u{301}")]).count == 2) }

  @Test("the order is that of the UTF-8 bytes")
  func order() {
    let sorted = ["\u{FF5E}", "👍", "a", "B", "e\u{301}", "\u{E9}", ""].map(ExactString.init).sorted()
    #expect(sorted.map(\.string.utf8.count) == [0, 1, 1, 3, 2, 3, 4])
  }
}
