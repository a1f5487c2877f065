/// `bytes` as a part of a URL: all but the unreserved characters of RFC 3986, and the slash if `keepingSlashes`, as `%` and two
/// hexadecimal digits in upper case.
package func percentEncoded(_ bytes: some Sequence<UInt8>, keepingSlashes: Bool = false) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in bytes {
    if isUnreserved(byte) || (keepingSlashes && byte == UInt8(ascii: "/")) {
      encoded.append(byte)
    } else {
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// The bytes that `text` stands for. A `%` without two digits behind it stands for itself, as does `+`: only forms make it a blank.
package func percentDecoded(_ text: some StringProtocol) -> [UInt8] {
  let source = Array(text.utf8)
  var bytes: [UInt8] = []
  var at = 0
  while at < source.count {
    if source[at] == UInt8(ascii: "%"), at + 2 < source.count, let high = hexadecimalValue(source[at + 1]),
      let low = hexadecimalValue(source[at + 2])
    {
      bytes.append(high << 4 | low)
      at += 3
    } else {
      bytes.append(source[at])
      at += 1
    }
  }
  return bytes
}

private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._~".utf8.contains(byte)
  }
}
