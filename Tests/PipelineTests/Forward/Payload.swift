import CloudTrail
import Text

@testable import Pipeline

/// What CloudWatch Logs hands a function for these log events: packed as gzip allows without compressing (RFC 1951, section 3.2.4).
func payload(_ lines: [LogLine], type: String = "DATA_MESSAGE") -> [UInt8] {
  let events = lines.map {
    #"{"id":\#(jsonString($0.id)),"timestamp":\#($0.time.milliseconds),"message":\#(jsonString($0.message))}"#
  }
  let text = """
    {"messageType":"\(type)","owner":"999999999999","logGroup":"/aws/events/iam-audit","logStream":"s",\
    "subscriptionFilters":["iamwatch-forward"],"logEvents":[\(events.joined(separator: ","))]}
    """
  return packed(Array(text.utf8))
}

func packed(_ text: [UInt8]) -> [UInt8] {
  Array(#"{"awslogs":{"data":"\#(base64(gzip(text)))"}}"#.utf8)
}

/// Stored, not compressed.
private func gzip(_ text: [UInt8]) -> [UInt8] {
  var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var rest = text[...]
  repeat {
    let block = rest.prefix(65_535)
    rest = rest.dropFirst(block.count)
    out.append(rest.isEmpty ? 1 : 0)
    out += little(UInt32(block.count), bytes: 2) + little(~UInt32(block.count), bytes: 2)
    out += block
  } while !rest.isEmpty
  return out + little(checksum(text), bytes: 4) + little(UInt32(text.count), bytes: 4)
}

private func little(_ number: UInt32, bytes: UInt32) -> [UInt8] {
  (0..<bytes).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}

/// CRC-32, a bit at a time (RFC 1952, section 8).
private func checksum(_ text: [UInt8]) -> UInt32 {
  ~text.reduce(~0 as UInt32) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
}

private func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var out = ""
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
    out += (0...group.count).map { String(letters[Int(bits >> UInt32(18 - 6 * $0)) & 63]) }.joined()
    out += String(repeating: "=", count: 3 - group.count)
  }
  return out
}
