import CloudTrail

/// Getting a policy's JSON out of the string that a record carries it in.
///
/// Requests carry it as JSON in a string. IAM's answers carry it URL-encoded (IAM API reference: "policies …
/// are URL-encoded compliant with RFC 3986"). Tools on the way escape or quote it once more.
enum PolicyText {
  /// Longer text is not looked into, in bytes: CloudTrail cuts a request at 100 KB (FACTS).
  static let longest = 1 << 20
  /// How many wrappings are taken off.
  private static let mostRounds = 4

  /// Whether `text` may be a policy: it begins as one of its forms does.
  static func mayHoldPolicy(_ text: some Collection<UInt8>) -> Bool {
    guard let first = text.first(where: { $0 > 0x20 }) else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "%") || first == UInt8(ascii: "\"")
  }

  /// The JSON object in `text`; nil when there is none.
  static func document(in text: some Collection<UInt8>) -> JSONDocument? {
    guard text.count <= longest else { return nil }
    var text = Array(text)
    for _ in 0..<mostRounds {
      guard mayHoldPolicy(text) else { return nil }
      if let document = try? JSONDocument(parsing: text) { return document }
      guard let inner = unwrapped(text) else { return nil }
      text = inner
    }
    return nil
  }

  /// `text` with one wrapping taken off: the quotes and escapes of a JSON string, or URL-encoding.
  private static func unwrapped(_ text: [UInt8]) -> [UInt8]? {
    switch text.first(where: { $0 > 0x20 }) {
    case UInt8(ascii: "\""): string(inJSON: text)
    case UInt8(ascii: "{"): string(inJSON: [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")])
    default: percentDecoded(text)
    }
  }

  /// The text of a JSON string.
  private static func string(inJSON quoted: [UInt8]) -> [UInt8]? {
    guard let list = try? JSONDocument(parsing: [UInt8(ascii: "[")] + quoted + [UInt8(ascii: "]")]) else {
      return nil
    }
    var found: [UInt8]?
    list.withView { view in
      view.forEachElement { element in
        found = element.text.map { $0.withUTF8(Array.init) }
        return false
      }
    }
    return found
  }

  /// `text` with each `%` and its two hexadecimal digits replaced by the byte they name; a `%` without them
  /// stays. Nil when nothing was replaced.
  static func percentDecoded(_ text: [UInt8]) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.count,
        let high = hexadecimal(text[index + 1]), let low = hexadecimal(text[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(text[index])
        index += 1
      }
    }
    return decoded.count < text.count ? decoded : nil
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}
