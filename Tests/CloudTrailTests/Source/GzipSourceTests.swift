import Testing

@testable import CloudTrail

/// COUNTING 6. The members are made by hand: a header, one stored block, the trailer (RFC 1952, RFC 1951).
@Suite struct GzipSourceTests {
  private func member(_ text: String, crc: UInt32? = nil, length: UInt32? = nil) -> [UInt8] {
    let bytes = Array(text.utf8)
    let size = UInt16(bytes.count)
    var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1]
    member += little(UInt32(size) | UInt32(~size) << 16) + bytes
    return member + little(crc ?? crc32(bytes)) + little(length ?? UInt32(bytes.count))
  }

  private func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  private struct Inflated: Equatable {
    var text: String
    var isDamaged: Bool
    init(_ text: String, isDamaged: Bool) { (self.text, self.isDamaged) = (text, isDamaged) }
  }

  /// What inflates, and whether anything was damaged; nil when it matters how the bytes come and go.
  private func inflate(_ packed: [UInt8]) -> Inflated? {
    var results: [Inflated] = []
    for (piece, room) in [(1 << 20, 1 << 16), (1, 1), (3, 7), (7, 3)] {
      let source = GzipSource(TricklingSource(packed, piece: piece))
      var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: room))
      while case let count = buffer.withUnsafeMutableBytes({ source.read(into: $0) }), count > 0 {
        text += buffer[..<count]
      }
      results.append(Inflated(String(decoding: text, as: UTF8.self), isDamaged: source.damage != nil))
    }
    guard results.allSatisfy({ $0 == results[0] }) else { return nil }
    return results[0]
  }

  @Test("a member is inflated")
  func one() { #expect(inflate(member("hello")) == Inflated("hello", isDamaged: false)) }

  @Test("all members are inflated, empty ones too")
  func members() {
    #expect(inflate(member("a") + member("") + member("b")) == Inflated("ab", isDamaged: false))
  }

  @Test("zeros behind the last member are ignored, and between members")
  func zeros() {
    #expect(inflate(member("a") + [0, 0, 0] + member("b") + [0, 0]) == Inflated("ab", isDamaged: false))
  }

  @Test(
    "anything else behind the last member is damage",
    arguments: [[1], [0, 0, 1], [0x1F, 1], Array("text".utf8)] as [[UInt8]])
  func trailing(rest: [UInt8]) { #expect(inflate(member("a") + rest) == Inflated("a", isDamaged: true)) }

  @Test("of a cut member what inflates is given")
  func cut() { #expect(inflate(Array(member("hello").dropLast(10))) == Inflated("hel", isDamaged: true)) }

  @Test("a member whose trailer is cut is damaged", arguments: 1...8)
  func cutTrailer(missing: Int) {
    #expect(inflate(Array(member("hello").dropLast(missing))) == Inflated("hello", isDamaged: true))
  }

  @Test("a wrong checksum or length is damage, and the next member is inflated")
  func checksum() {
    #expect(inflate(member("a", crc: 7) + member("b")) == Inflated("ab", isDamaged: true))
    #expect(inflate(member("a", length: 7) + member("b")) == Inflated("ab", isDamaged: true))
    #expect(inflate(member("a") + member("b", crc: 7)) == Inflated("ab", isDamaged: true))
  }

  @Test("a damaged block ends the text")
  func block() {
    var packed = member("hello")
    // Block type 3 does not exist.
    packed[10] = 7
    #expect(inflate(packed + member("b")) == Inflated("", isDamaged: true))
  }

  @Test("gzip of one whole member is inflated at once, any other is left to the source")
  func whole() {
    func whole(_ bytes: [UInt8], limit: Int = 100) -> [UInt8]? {
      bytes.withUnsafeBytes { Gzip.inflateWhole($0, limit: limit) }
    }
    #expect(whole(member("hello")) == Array("hello".utf8))
    #expect(whole(member("hello"), limit: 4) == nil)
    #expect(whole(member("a") + member("b")) == nil)
    #expect(whole(member("a") + [0]) == nil)
    #expect(whole(member("a", crc: 7)) == nil)
    #expect(whole(Array(member("hello").dropLast())) == nil)
    #expect(whole([0x1F, 0x8B]) == nil)
  }

  @Test("the packed data of a subscription is read, and its rejects count each")
  func subscription() throws {
    let payload =
      #"{"messageType":"DATA_MESSAGE","logEvents":[{"message":\#(quoted(record("1")))},{"message":"x"}]}"#
    let seen = try #require(read(#"{"awslogs":{"data":"\#(base64(member(payload)))"}}"#))
    #expect(seen.ids == ["1"] && seen.rejected == 1 && !seen.isPartial)
    #expect(try #require(read(#"{"awslogs":{"data":"\#(base64(member(payload, crc: 1)))"}}"#)).isPartial)
  }

  @Test("a packed control message counts nothing")
  func control() {
    let payload = #"{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"CWL CONTROL MESSAGE"}]}"#
    #expect(read(#"{"awslogs":{"data":"\#(base64(member(payload)))"}}"#) == Seen())
  }

  @Test(
    "packed data that is no gzip, no base64 or no JSON is one reject",
    arguments: ["", "e30=", "****", "H4sI"])
  func noData(data: String) { #expect(read(#"{"awslogs":{"data":"\#(data)"}}"#) == Seen(rejected: 1)) }

  private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 { text.append(place <= group.count ? alphabet[bits >> (18 - place * 6) & 63] : "=") }
    }
    return text
  }
}
