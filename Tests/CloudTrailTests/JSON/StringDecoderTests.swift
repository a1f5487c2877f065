import Seeded
import Testing

@testable import CloudTrail

@Suite struct StringDecoderTests {
  /// Decoded byte by byte, as ``StringDecoder`` does by blocks.
  private static func byteByByte(_ raw: [UInt8]) -> [UInt8] {
    var (decoded, run, index): ([UInt8], [UInt8], Int) = ([], [], 0)
    func unit(at index: Int) -> UInt32? {
      guard index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"), raw[index + 1] == UInt8(ascii: "u")
      else {
        return nil
      }
      let digits = raw[index + 2..<index + 6]
      return digits.allSatisfy { hexDigit($0) != nil }
        ? digits.reduce(0) { $0 << 4 | UInt32(hexDigit($1) ?? 0) } : nil
    }
    func finishRun() {
      decoded += String(decoding: run, as: UTF8.self).utf8
      run = []
    }
    while index < raw.count {
      guard raw[index] == UInt8(ascii: "\\") else {
        run.append(raw[index])
        index += 1
        continue
      }
      finishRun()
      guard index + 1 < raw.count else {
        decoded += "\u{FFFD}".utf8
        break
      }
      let short: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
        UInt8(ascii: "t"): 9,
      ]
      guard raw[index + 1] == UInt8(ascii: "u") else {
        decoded.append(short[raw[index + 1]] ?? raw[index + 1])
        index += 2
        continue
      }
      guard let first = unit(at: index) else {
        decoded += "\u{FFFD}".utf8
        index = min(index + 2, raw.count)
        continue
      }
      if first & 0xFC00 == 0xD800, let second = unit(at: index + 6), second & 0xFC00 == 0xDC00 {
        let scalar = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
        decoded += String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8
        index += 12
      } else {
        decoded += String(Unicode.Scalar(first) ?? "\u{FFFD}").utf8
        index += 6
      }
    }
    finishRun()
    return decoded
  }

  /// What is decoded; nil where more was written than there is room for. The bytes that are read end where their memory does.
  private static func decoded(_ raw: [UInt8]) -> [UInt8]? {
    let capacity = StringDecoder.capacity(of: raw.count)
    var memory = [UInt8](repeating: 0xA5, count: capacity + 64)
    let count = raw.withUnsafeBufferPointer { raw in
      memory.withUnsafeMutableBufferPointer { $0.baseAddress.map { StringDecoder.decode(raw, to: $0) } ?? 0 }
    }
    return memory[capacity...].allSatisfy { $0 == 0xA5 } ? Array(memory[..<count]) : nil
  }

  @Test("any bytes and escapes, also cut off, are decoded by blocks as byte by byte")
  func byBlocks() {
    let pieces =
      [
        #"\""#, #"\\"#, #"\/"#, #"\n"#, #"\t"#, #"\x"#, #"\u00e9"#, #"\u12"#, #"\ud83d\udc4d"#, #"\ud83d"#,
        #"\udc4d"#,
        #"\ud83d\u0041"#, "é", "한", "👍", "a", ",",
        "a longer run of text that has no escape at all, beyond a block's end",
        #"\","eventName\":\""#, #"\\\""#,
      ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x91], [0x80], [0x01]]
    var random = SeededRandom(state: 23)
    for _ in 0..<20_000 {
      let favoured = (0...random.below(5)).map { _ in random.pick(pieces) }
      var raw: [UInt8] = []
      for _ in 0..<random.below(40) {
        raw += random.below(6) == 0 ? random.pick(pieces) : random.pick(favoured)
      }
      raw.removeLast(min(raw.count, random.below(4)))
      #expect(StringDecoderTests.decoded(raw) == StringDecoderTests.byteByByte(raw), "\(raw)")
    }
  }

  @Test("a run of backslashes is halved, wherever it begins and ends")
  func backslashes() {
    for before in 0..<70 {
      for count in 0..<70 {
        let raw = [UInt8](repeating: 0x61, count: before) + [UInt8](repeating: 0x5C, count: count)
        #expect(StringDecoderTests.decoded(raw) == StringDecoderTests.byteByByte(raw), "\(before) \(count)")
      }
    }
  }
}
