/// Unicode's simple case folding, one scalar to one scalar, over UTF-8.
enum CaseFolding {
  /// Folds ASCII letters; any other byte stays.
  @inline(__always)
  static func ascii(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  /// The folded UTF-8 of a text.
  static func folded(_ text: some Collection<UInt8>) -> [UInt8] {
    if text.allSatisfy({ $0 < 0x80 }) { return text.map(ascii) }
    var folded: [UInt8] = []
    folded.reserveCapacity(text.underestimatedCount)
    var decoder = UTF8()
    var bytes = text.makeIterator()
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar):
        if scalar.isASCII {
          folded.append(ascii(UInt8(scalar.value)))
        } else {
          folded.append(
            contentsOf: UTF8.encode(CaseFolding.folded(scalar)) ?? UTF8.encodedReplacementCharacter)
        }
      case .error: folded.append(contentsOf: UTF8.encodedReplacementCharacter)
      case .emptyInput: return folded
      }
    }
  }

  /// The lower case of the upper case, which brings variants such as `ſ` and the Kelvin sign to their letter;
  /// a mapping to more than one scalar is none. `ı` has the upper case of `i` but is not folded to it
  /// (CaseFolding.txt, status T).
  static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\u{131}" { return scalar }
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return single(upper.properties.lowercaseMapping) ?? upper
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars.first : nil
  }

  /// Whether a byte is not ASCII.
  static func hasNonASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    let raw = UnsafeRawBufferPointer(text)
    while index &+ 8 <= raw.count {
      if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return true
      }
      index &+= 8
    }
    while index < raw.count {
      if raw[index] >= 0x80 { return true }
      index &+= 1
    }
    return false
  }
}
