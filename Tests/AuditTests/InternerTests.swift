import Testing

@testable import Audit

@Suite struct InternerTests {
  private func intern(_ text: String, into interner: inout Interner) -> UInt32 {
    Array(text.utf8).withUnsafeBufferPointer { interner.intern($0) }
  }

  @Test("the empty string is number 0")
  func empty() {
    var interner = Interner()
    #expect(intern("", into: &interner) == 0)
  }

  @Test("equal bytes have one number, others each their own, and come back as they were")
  func numbers() {
    var interner = Interner()
    let texts = (0..<5000).map { String(repeating: "x", count: $0 % 23) + "\($0)" }
    let ids = texts.map { intern($0, into: &interner) }
    #expect(Set(ids).count == texts.count)
    #expect(texts.map { intern($0, into: &interner) } == ids)
    #expect(ids.map { interner[$0] } == texts)
  }

  @Test(
    "long texts that differ in one byte, wherever, are two", arguments: [16, 17, 32, 33, 48, 63, 64, 65, 200])
  func long(length: Int) {
    var interner = Interner()
    let text = [UInt8](repeating: 7, count: length)
    var texts = [text]
    for index in text.indices {
      texts.append(text)
      texts[index + 1][index] = 8
    }
    let ids = texts.map { text in text.withUnsafeBufferPointer { interner.intern($0) } }
    #expect(Set(ids).count == texts.count)
    #expect(texts.map { text in text.withUnsafeBufferPointer { interner.intern($0) } } == ids)
  }

  @Test("canonically equal texts are two")
  func exact() {
    var interner = Interner()
    #expect(intern("\u{E9}", into: &interner) != intern("e\u{301}", into: &interner))
  }

  @Test("texts that differ in zeros at their end are two")
  func zeros() {
    var interner = Interner()
    #expect(Set(["a", "a\0", "a\0\0", "\0", ""].map { intern($0, into: &interner) }).count == 5)
  }

  @Test("texts of one length are compared to their last byte", arguments: 0...100)
  func compared(length: Int) {
    let text = [UInt8](repeating: 7, count: length)
    func isEqual(_ other: [UInt8]) -> Bool {
      text.withUnsafeBytes { one in other.withUnsafeBytes { Interner.isEqual(one, $0) } }
    }
    #expect(isEqual(text))
    for index in text.indices {
      var other = text
      other[index] = 8
      #expect(!isEqual(other))
    }
  }

  @Test("a text that was never met has no number")
  func unknown() {
    var interner = Interner()
    let id = intern("a", into: &interner)
    #expect(interner.id(of: Array("b".utf8)) == nil)
    #expect(interner.id(of: Array("a".utf8)) == id)
  }

  @Test("the order is that of the bytes")
  func order() {
    var interner = Interner()
    let (upper, lower, longer) = (
      intern("B", into: &interner), intern("a", into: &interner), intern("aa", into: &interner)
    )
    #expect(interner.isLess(upper, lower) && interner.isLess(lower, longer) && !interner.isLess(lower, lower))
  }
}
