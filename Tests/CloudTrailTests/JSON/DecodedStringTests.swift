import Testing

@testable import CloudTrail

@Suite struct DecodedStringTests {
  private func decoded(_ text: String, in memory: DecodedString) -> (text: String, padding: [UInt8]) {
    Array(text.utf8).withUnsafeBufferPointer { raw in
      memory.withPaddedUTF8(of: JSONText(raw: raw)) { start, count in
        let (text, padding) = (UnsafeBufferPointer(start: start, count: count), start + count)
        return (
          String(decoding: text, as: UTF8.self),
          Array(UnsafeBufferPointer(start: padding, count: InputWindow.padding))
        )
      }
    }
  }

  @Test("texts of any length are decoded one after the other, each with zeros behind it")
  func oneAfterTheOther() {
    let memory = DecodedString()
    for count in [3, 5000, 0, 1, 600_000, 40, 20_000] {
      let found = decoded(String(repeating: #"\"a"#, count: count), in: memory)
      #expect(found.text == String(repeating: #""a"#, count: count))
      #expect(found.padding.allSatisfy { $0 == 0 })
    }
  }
}
