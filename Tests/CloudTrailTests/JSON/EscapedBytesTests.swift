import Seeded
import Testing

@testable import CloudTrail

@Suite("Strings with escapes, 64 bytes at a time")
struct EscapedBytesTests {
  /// The index behind the closing quote of the string that begins at 0, byte by byte.
  private static func end(of text: [UInt8]) -> Int {
    var index = 1
    while text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
    return index + 1
  }

  /// A string of quotes, backslashes and letters that ends somewhere, as a seeded draw makes it.
  private static func drawn(_ random: inout SeededRandom) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "\"")]
    for _ in 0..<Int(random.next() % 140) {
      switch random.next() % 4 {
      case 0: text += Array("\\\\".utf8)
      case 1: text += Array("\\\"".utf8)
      case 2: text += Array("\\u00e9".utf8)
      default: text += Array(repeating: UInt8(ascii: "x"), count: Int(random.next() % 9))
      }
    }
    return text + [UInt8(ascii: "\"")]
  }

  @Test("a string ends where stepping byte by byte ends it, whatever backslashes and quotes it holds")
  func ends() throws {
    var random = SeededRandom(state: 7)
    for _ in 0..<3000 {
      let text = EscapedBytesTests.drawn(&random)
      let document = try JSONDocument(parsing: [UInt8(ascii: "[")] + text + Array(",1]".utf8))
      let found = document.withView { list in
        var lengths: [Int] = []
        list.forEachElement { element in
          lengths.append(element.source.count)
          return true
        }
        return lengths
      }
      #expect(found == [EscapedBytesTests.end(of: text), 1])
    }
  }

  @Test("an escape that JSON does not have is found at every place of a long string")
  func badEscapes() {
    for before in 0..<140 {
      let text = "[\"\\\"\(String(repeating: "x", count: before))\\q\"]"
      #expect(JSONCheck.fault(in: Array(text.utf8))?.fault == .badEscape)
    }
  }

  @Test("a control character behind an escape is found at every place of a long string")
  func controls() {
    for before in 0..<140 {
      let text = "[\"\\\"\(String(repeating: "x", count: before))\u{1}\"]"
      let found = JSONCheck.fault(in: Array(text.utf8))
      #expect(found?.fault == .controlCharacter && found?.offset == before + 4)
    }
  }

  @Test("runs of escapes decode as one by one, at every place and of every length")
  func decoding() throws {
    for before in 0..<70 {
      for count in 0..<40 {
        let head = String(repeating: "x", count: before)
        let text =
          "[\"\(head)\(String(repeating: "\\\"\\\\", count: count))\\u00e9é\(head)\"]"
        let expected = "\(head)\(String(repeating: "\"\\", count: count))éé\(head)"
        let document = try JSONDocument(parsing: Array(text.utf8))
        #expect(
          document.withView { list in
            var found: String?
            list.forEachElement { element in
              found = element.text?.string
              return false
            }
            return found
          } == expected)
      }
    }
  }
}
