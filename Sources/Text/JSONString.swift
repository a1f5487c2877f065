/// `text` as a JSON string with its quotes (RFC 8259), exact: reading it back gives the same scalars.
///
/// What a terminal or an editor would act on or hide is written as `\uXXXX`: C0, DEL, C1, bidi controls, zero-width
/// characters, separators of lines and paragraphs, tags; line ends and tabs too have no short form (COUNTING 25). Noncharacters and
/// everything else stay as they are.
package func jsonString(_ text: String) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count + 2)
  appendJSONString(text, to: &bytes)
  return String(decoding: bytes, as: UTF8.self)
}

/// Appends `jsonString(text)` to `bytes`.
package func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
  var text = text
  bytes.append(UInt8(ascii: "\""))
  let isPlain = text.withUTF8 { utf8 in
    guard utf8.allSatisfy(standsForItself) else { return false }
    bytes.append(contentsOf: utf8)
    return true
  }
  if !isPlain { for scalar in text.unicodeScalars { appendJSONScalar(scalar, to: &bytes) } }
  bytes.append(UInt8(ascii: "\""))
}

/// Whether a byte stands for itself in a JSON string, and for a whole visible character.
private func standsForItself(_ byte: UInt8) -> Bool {
  byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}

private func appendJSONScalar(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
  switch scalar {
  case "\"": bytes.append(contentsOf: #"\""#.utf8)
  case "\\": bytes.append(contentsOf: #"\\"#.utf8)
  case _ where isHidden(scalar):
    for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit, to: &bytes) }
  default:
    bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
  }
}

private func appendEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
  bytes.append(contentsOf: #"\u"#.utf8)
  for shift in [12, 8, 4, 0] as [UInt16] {
    let digit = UInt8(truncatingIfNeeded: (unit >> shift) & 0xF)
    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
  }
}

/// Whether a reader of the raw file would not see `scalar`, or would see the rest of the line changed by it.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  let value = scalar.value
  if value < 0x20 || (0x7F...0x9F).contains(value) { return true }
  guard value >= 0xAD else { return false }
  let properties = scalar.properties
  if properties.isDefaultIgnorableCodePoint { return true }
  switch properties.generalCategory {
  case .format, .lineSeparator, .paragraphSeparator: return true
  default: return false
  }
}
