import Testing

@testable import AWS

@Suite struct EventStreamDecoderTests {
  /// The vectors that the AWS SDKs test their decoders with.
  private static let empty = bytes("00000010 00000000 05c248eb 7d98c8ff")
  private static let payload = bytes("0000001d 00000000 fd528c5a 7b27666f6f273a27626172277d c3653936")
  private static let integerHeader = bytes(
    "0000002d 00000010 41c424b8 0a6576656e742d74797065040000a00c 7b27666f6f273a27626172277d 36f480a0")
  /// Made by botocore's reading of the format.
  private static let update = bytes(
    "00000044 00000032 00867060 0d3a6d6573736167652d747970650700056576656e74"
      + "0b3a6576656e742d7479706507000d73657373696f6e557064617465 7b7d 8bdd111e")

  @Test func `an empty message has neither headers nor a payload`() throws {
    var decoder = EventStreamDecoder()
    #expect(try decoder.messages(adding: Self.empty) == [EventStreamMessage(headers: [:], payload: [])])
  }

  @Test func `a payload stands behind the headers`() throws {
    var decoder = EventStreamDecoder()
    let messages = try decoder.messages(adding: Self.payload + Self.integerHeader)
    #expect(
      messages.map { String(decoding: $0.payload, as: UTF8.self) } == ["{'foo':'bar'}", "{'foo':'bar'}"])
  }

  @Test func `headers that are strings tell what a message is`() throws {
    var decoder = EventStreamDecoder()
    let message = try #require(try decoder.messages(adding: Self.update).first)
    #expect(message.messageType == "event")
    #expect(message.eventType == "sessionUpdate")
    #expect(message.exceptionType == nil)
  }

  @Test func `messages come whole however the stream is cut`() throws {
    var decoder = EventStreamDecoder()
    var found: [EventStreamMessage] = []
    for byte in Self.update + Self.payload { found += try decoder.messages(adding: [byte]) }
    var whole = EventStreamDecoder()
    #expect(found == (try whole.messages(adding: Self.update + Self.payload)))
    #expect(found.count == 2)
    #expect(!decoder.isInsideMessage)
  }

  @Test func `what has begun and not ended is known`() throws {
    var decoder = EventStreamDecoder()
    #expect(try decoder.messages(adding: Array(Self.update.dropLast())).isEmpty)
    #expect(decoder.isInsideMessage)
  }

  @Test func `a bit that is turned anywhere is noticed`() {
    for index in Self.update.indices {
      var damaged = Self.update
      damaged[index] ^= 0x10
      #expect(throws: EventStreamError.wrongChecksum) {
        var decoder = EventStreamDecoder()
        _ = try decoder.messages(adding: damaged)
      }
    }
  }

  @Test func `a length beyond the longest is refused before anything is awaited`() {
    // The length and its checksum agree.
    #expect(throws: EventStreamError.wrongLength(0xFFFF_FFFF)) {
      var decoder = EventStreamDecoder()
      _ = try decoder.messages(adding: prelude(total: 0xFFFF_FFFF, headers: 0))
    }
  }

  @Test func `headers longer than their message are refused`() {
    #expect(throws: EventStreamError.wrongLength(32)) {
      var decoder = EventStreamDecoder()
      _ = try decoder.messages(adding: prelude(total: 32, headers: 17))
    }
  }

  @Test(
    arguments: [
      [1, 0x61, 10],  // a type that does not exist
      [1, 0x61],  // no type
      [200, 0x61],  // a name beyond the end
      [1, 0x61, 7, 0, 9, 0x62],  // a string beyond the end
    ] as [[UInt8]])
  func `a header that cannot be read is refused`(header: [UInt8]) {
    let head = prelude(total: UInt32(16 + header.count), headers: UInt32(header.count)) + header
    let message = head + bigEndian(crc(head))
    #expect(throws: EventStreamError.wrongHeader) {
      var decoder = EventStreamDecoder()
      _ = try decoder.messages(adding: message)
    }
  }
}

private func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.filter { $0 != " " }.map { UInt8($0.hexDigitValue ?? 0) }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func prelude(total: UInt32, headers: UInt32) -> [UInt8] {
  let lengths = bigEndian(total) + bigEndian(headers)
  return lengths + bigEndian(crc(lengths))
}

/// Bit by bit, as the standard defines it.
private func crc(_ bytes: [UInt8]) -> UInt32 {
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
  return ~sum
}
