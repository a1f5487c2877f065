import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite struct EventKeyTests {
  private func key(_ text: String) -> (key: EventKey, isUUID: Bool)? {
    var found: (EventKey, Bool)?
    var reader = EventReader(MemorySource(Array(text.utf8))) { found = EventKey.of($0) }
    _ = reader.read()
    reader.finish()
    return found
  }

  @Test("a UUID in lower case is its own key and comes back")
  func uuid() throws {
    let text = "01234567-89ab-cdef-fedc-ba9876543210"
    let found = try #require(key(record(text)))
    #expect(found.isUUID && found.key.uuid == text)
  }

  @Test(
    "an id of any other form is not spelt by its key",
    arguments: [
      "01234567-89AB-cdef-fedc-ba9876543210", "0123456789abcdeffedcba9876543210", "x",
      "g1234567-89ab-cdef-fedc-ba9876543210",
      "01234567-89ab-cdef-fedc-ba987654321", "01234567-89ab-cdef-fedc-ba9876543210 ",
      "01234567089ab-cdef-fedc-ba9876543210",
      "0123456:-89ab-cdef-fedc-ba9876543210", "`1234567-89ab-cdef-fedc-ba9876543210",
      "é1234567-89ab-cdef-fedc-ba987654321",
      "\\u00301234567-89ab-cdef-fedc-ba9876543210",
    ])
  func otherForms(id: String) throws { #expect(try !#require(key(record(id))).isUUID) }

  @Test("any digit at any place of a UUID comes back")
  func digits() throws {
    var random = SeededRandom(state: 3)
    for _ in 0..<300 {
      let digits = (0..<32).map { _ in random.pick(Array("0123456789abcdef")) }
      let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
      let text = parts.map { String($0) }.joined(separator: "-")
      #expect(try #require(key(record(text))).key.uuid == text)
    }
  }

  @Test("an id written with escapes is the same id")
  func escaped() { #expect(key(record("x/1"))?.key == key(record(#"\u0078\/1"#))?.key) }

  @Test("without an id the key is of the record's own bytes, whatever wraps it")
  func hashed() {
    let bare = record(nil)
    let wrapped = key(#"{"account":"1","detail":\#(bare)}"#)?.key
    #expect(wrapped != nil && wrapped == key(bare)?.key)
    #expect(wrapped != key(record(nil, #""x":1"#))?.key)
  }

  @Test("a record inside a string has the key of its decoded text")
  func decoded() {
    let quoted = record(nil).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    #expect(key(#"{"@message":"\#(quoted)"}"#)?.key == key(record(nil))?.key)
  }

  @Test("an id that is a record's bytes is not that record's key")
  func kinds() {
    let bare = record(nil)
    let quoted = bare.replacing("\"", with: "\\\"")
    #expect(key(record("x", #""eventID":"\#(quoted)""#))?.key != key(bare)?.key)
  }
}
