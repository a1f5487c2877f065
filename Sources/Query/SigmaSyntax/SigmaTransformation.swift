import CloudTrail
import YAML

/// What modifiers make of a text before it is looked for.
enum SigmaTransformation {
  /// A text on its way: with wildcards, or bytes that a transformation made.
  private enum Form {
    case pieces([TextPattern.Piece])
    case bytes([UInt8])
  }

  /// The patterns that `text` becomes, in order of the modifiers.
  static func patterns(
    _ text: String, _ modifiers: [SigmaModifier], _ node: YAMLNode
  ) throws(SigmaError) -> [[TextPattern.Piece]] {
    var forms = try (modifiers.contains(.windash) ? dashes(in: text, node) : [text])
      .map { Form.pieces(TextPattern(glob: $0).pieces) }
    for modifier in modifiers where modifier != .expand && modifier != .windash {
      var next: [Form] = []
      for form in forms { next += apply(modifier, to: try bytes(of: form, modifier, node)) }
      forms = next
    }
    var patterns: [[TextPattern.Piece]] = []
    for form in forms { patterns.append(try pieces(of: form, node)) }
    return patterns
  }

  private static func bytes(of form: Form, _ modifier: SigmaModifier, _ node: YAMLNode) throws(SigmaError)
    -> [UInt8]
  {
    switch form {
    case .bytes(let bytes): return bytes
    case .pieces(let pieces):
      guard let literal = TextPattern(pieces).literal else {
        throw SigmaError("\(modifier.rawValue) cannot encode wildcards", at: node)
      }
      return Array(literal.string.utf8)
    }
  }

  private static func pieces(of form: Form, _ node: YAMLNode) throws(SigmaError) -> [TextPattern.Piece] {
    switch form {
    case .pieces(let pieces): return pieces
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw SigmaError(
          "UTF-16 of such letters is no text that a record can hold; encode it with base64", at: node)
      }
      return [.literal(ExactString(text))]
    }
  }

  private static func apply(_ modifier: SigmaModifier, to bytes: [UInt8]) -> [Form] {
    switch modifier {
    case .wide, .utf16le: [.bytes(utf16(bytes, littleEndian: true))]
    case .utf16be: [.bytes(utf16(bytes, littleEndian: false))]
    case .utf16: [.bytes([0xFF, 0xFE] + utf16(bytes, littleEndian: true))]
    case .base64: [.bytes(Base64Text.encode(bytes))]
    case .base64offset: Base64Text.offsets(bytes).map { .bytes($0) }
    default: [.bytes(bytes)]
    }
  }

  private static func utf16(_ bytes: [UInt8], littleEndian: Bool) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit in
      let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8))
      return littleEndian ? [low, high] : [high, low]
    }
  }

  // MARK: windash

  private static let dashes: [Unicode.Scalar] = ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"]
  /// The most parameters of one value whose dash is varied.
  private static let mostDashes = 4

  /// The text with the dash or slash before each parameter written in every way that Windows takes.
  private static func dashes(in text: String, _ node: YAMLNode) throws(SigmaError) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let places = scalars.indices.filter { index in
      (scalars[index] == "-" || scalars[index] == "/")
        && (index == 0 || !isWord(scalars[index - 1]))
        && index + 1 < scalars.count && isWord(scalars[index + 1])
    }
    guard places.count <= mostDashes else {
      throw SigmaError("windash varies at most \(mostDashes) dashes of a value", at: node)
    }
    var texts = [scalars]
    for place in places {
      texts = texts.flatMap { text in
        dashes.map { dash in
          var varied = text
          varied[place] = dash
          return varied
        }
      }
    }
    return texts.map { String(String.UnicodeScalarView($0)) }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}

/// Base64 (RFC 4648, section 4) of texts that stand somewhere in a longer one.
enum Base64Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let digit = alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]
        encoded.append(place <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return encoded
  }

  /// What of the encoded text does not depend on the bytes around, for each of the three places in a group that it may begin at.
  static func offsets(_ bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).map { offset in
      let encoded = encode([UInt8](repeating: 0, count: offset) + bytes)
      let before = [0, 2, 3][offset]
      let behind = [0, 3, 2][(bytes.count + offset) % 3]
      return Array(encoded.dropFirst(before).dropLast(behind))
    }
  }
}
