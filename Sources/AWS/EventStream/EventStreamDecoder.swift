import Digest

/// Takes messages out of the pieces that a stream arrives in.
///
/// A message is: u32 its length, u32 the headers' length, u32 the CRC-32 of these eight bytes, headers, payload, u32 the CRC-32 of all
/// before (FACTS, "CloudWatch Logs"); big-endian. The longest is 16 MiB of payload with 128 KiB of headers, as the AWS SDKs have it.
package struct EventStreamDecoder: Sendable {
  private var waiting: [UInt8] = []

  private static let preludeLength = 12
  private static let checksumLength = 4
  private static let longestHeaders = 128 << 10
  private static let longest = (16 << 20) + longestHeaders + preludeLength + checksumLength

  package init() {}

  /// Whether a message has begun that has not ended.
  package var isInsideMessage: Bool { !waiting.isEmpty }

  /// The messages that are whole with `piece`, in their order. After an error nothing more is to be given.
  package mutating func messages(adding piece: [UInt8]) throws(EventStreamError) -> [EventStreamMessage] {
    waiting += piece
    var messages: [EventStreamMessage] = []
    var start = 0
    while let length = try length(at: start), waiting.count - start >= length.total {
      messages.append(try message(waiting[start..<start + length.total], headers: length.headers))
      start += length.total
    }
    waiting.removeFirst(start)
    return messages
  }

  /// How long the message and its headers are; nil where its first bytes have not all come.
  private func length(at start: Int) throws(EventStreamError) -> (total: Int, headers: Int)? {
    guard waiting.count - start >= Self.preludeLength else { return nil }
    let prelude = waiting[start..<start + Self.preludeLength]
    guard prelude.bigEndian(at: 8) == CRC32.checksum(of: prelude.prefix(8)) else {
      throw .wrongChecksum
    }
    let (total, headers) = (prelude.bigEndian(at: 0), prelude.bigEndian(at: 4))
    let frame = Self.preludeLength + Self.checksumLength
    guard (frame...Self.longest).contains(Int(total)), headers <= Self.longestHeaders,
      Int(headers) <= Int(total) - frame
    else { throw .wrongLength(total) }
    return (Int(total), Int(headers))
  }

  private func message(_ bytes: ArraySlice<UInt8>, headers: Int) throws(EventStreamError)
    -> EventStreamMessage
  {
    let body = bytes.dropLast(Self.checksumLength)
    guard bytes.bigEndian(at: body.count) == CRC32.checksum(of: body) else { throw .wrongChecksum }
    let content = body.dropFirst(Self.preludeLength)
    var reader = HeaderReader(bytes: content.prefix(headers))
    return EventStreamMessage(headers: try reader.strings(), payload: Array(content.dropFirst(headers)))
  }
}

/// Headers: a u8 length, the name, a u8 type, and a value whose length the type tells.
private struct HeaderReader {
  var bytes: ArraySlice<UInt8>

  mutating func strings() throws(EventStreamError) -> [String: String] {
    var found: [String: String] = [:]
    while let nameLength = bytes.popFirst() {
      let name = String(decoding: try take(Int(nameLength)), as: UTF8.self)
      guard let type = bytes.popFirst() else { throw .wrongHeader }
      let value = try take(try length(ofType: type))
      if type == Self.string { found[name] = String(decoding: value, as: UTF8.self) }
    }
    return found
  }

  private static let string: UInt8 = 7

  /// By the types of the format: true, false, byte, short, integer, long, bytes, string, timestamp, UUID.
  private mutating func length(ofType type: UInt8) throws(EventStreamError) -> Int {
    switch type {
    case 0, 1: return 0
    case 2: return 1
    case 3: return 2
    case 4: return 4
    case 5, 8: return 8
    case 6, Self.string: return try take(2).reduce(0) { $0 << 8 | Int($1) }
    case 9: return 16
    default: throw .wrongHeader
    }
  }

  private mutating func take(_ count: Int) throws(EventStreamError) -> ArraySlice<UInt8> {
    guard count <= bytes.count else { throw .wrongHeader }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }
}

extension ArraySlice<UInt8> {
  /// The four bytes that begin `offset` bytes behind the slice's beginning.
  fileprivate func bigEndian(at offset: Int) -> UInt32 {
    dropFirst(offset).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }
}
