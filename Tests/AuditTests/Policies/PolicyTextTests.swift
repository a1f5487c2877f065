import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite("Getting a policy out of a string")
struct PolicyTextTests {
  private static let policy = #"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#

  private func decoded(_ text: String) -> String? {
    PolicyText.document(in: text.utf8).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test(
    "as JSON, URL-encoded, encoded twice, as a JSON string, escaped, and with blanks around it",
    arguments: [
      policy, " \n\t\(policy) ", percentEncoded(policy), percentEncoded(percentEncoded(policy)),
      #""\#(escaped(policy))""#, escaped(policy), percentEncoded(#""\#(escaped(policy))""#),
    ])
  func forms(text: String) { #expect(decoded(text) == Self.policy) }

  @Test(
    "what is none is none",
    arguments: [
      "", " ", "public-read", "[1]", "{", "%7B", "%", "%7", "%ZZ", "\"", "\"\\", "{\"a\":1", "\"\"", "%22%22",
      "%7B%22Statement%22%3A%5B", "\\", "{\\", "\u{0}",
    ])
  func none(text: String) { #expect(decoded(text) == nil) }

  @Test("a percent sign without its digits stays", arguments: ["%", "%%", "%4", "a%zz%", "%-1", "%1-"])
  func broken(text: String) { #expect(PolicyText.percentDecoded(Array(text.utf8)) == nil) }

  @Test("digits of either case, and bytes of any value")
  func digits() {
    #expect(PolicyText.percentDecoded(Array("%c3%A9%00+%2B%".utf8)) == [0xC3, 0xA9, 0, 0x2B, 0x2B, 0x25])
  }

  @Test("whatever is encoded is decoded to what it was", arguments: 0..<50)
  func roundTrip(seed: UInt64) {
    var random = SeededRandom(state: seed)
    let bytes = (0..<random.below(60)).map { _ in UInt8(random.below(256)) }
    var text: [UInt8] = []
    for byte in bytes { text += encodedByte(byte).utf8 }
    #expect(PolicyText.percentDecoded(text) ?? text == bytes)
  }

  @Test("wrapped more often than any tool does, or longer than any policy: left alone")
  func bounded() {
    #expect(decoded((0..<6).reduce(Self.policy) { text, _ in percentEncoded(text) }) == nil)
    #expect(decoded(#"{"a":"\#(String(repeating: "x", count: PolicyText.longest))"}"#) == nil)
  }

  @Test("nested deeper than a record may be: left alone")
  func deep() {
    let deep = String(repeating: #"{"Statement":["#, count: 600) + String(repeating: "]}", count: 600)
    #expect(decoded(deep) == nil)
    #expect(decoded(percentEncoded(deep)) == nil)
  }
}

/// RFC 3986: every byte that is not unreserved as `%` and two digits.
func percentEncoded(_ text: String) -> String { text.utf8.map(encodedByte).joined() }

private func encodedByte(_ byte: UInt8) -> String {
  let character = Character(Unicode.Scalar(byte))
  if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
    return String(character)
  }
  return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

/// A text as it stands between the quotes of a JSON string.
func escaped(_ text: String) -> String {
  text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : $0 == "\n" ? "\\n" : String($0) }.joined()
}
