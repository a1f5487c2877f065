/// Stepping through objects with an eye on their keys, for the fields that reading keeps.
extension Scanner {
  /// The offset of `at` from the first byte held; only meaningful while the hold is not lost.
  @inline(__always)
  var offset: Int { at - heldStart }

  /// A string's place; for an empty string and for any other type one that is not present.
  @inline(__always)
  mutating func scanText(depth: Int) throws(JSONFault) -> FieldSpan {
    guard peek() == UInt8(ascii: "\"") else {
      let other = FieldSpan.other(at: offset)
      try skipValue(depth: depth)
      return other
    }
    let start = offset + 1
    let plain = try skipString()
    return FieldSpan(offset: start, length: offset - 1 - start, isPlain: plain)
  }

  /// An account id's place: a string, or a whole number of at most 12 digits (COUNTING 10 and 16).
  mutating func scanAccountId(depth: Int) throws(JSONFault) -> FieldSpan {
    guard isDigit(peek()) || peek() == UInt8(ascii: "-") else { return try scanText(depth: depth) }
    let start = offset
    try skipValue(depth: depth)
    guard !heldIsLost else { return .absent }
    let number = UnsafeBufferPointer(start: heldStart + start, count: offset - start)
    guard WholeNumber.accountID(number) != nil else { return .absent }
    return FieldSpan(offset: start, numberOfLength: number.count)
  }

  /// A boolean, or the words `true` and `false` as a string in any case (COUNTING 18).
  mutating func scanFlag(depth: Int) throws(JSONFault) -> Bool? {
    switch peek() {
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      let value = peek() == UInt8(ascii: "t")
      try skipValue(depth: depth)
      return value
    case UInt8(ascii: "\""):
      let span = try scanText(depth: depth)
      guard !heldIsLost else { return nil }
      return span.text(in: heldStart)?.withUTF8 { text in
        if text.elementsEqual("true".utf8, by: { $0 | 0x20 == $1 }) { return true }
        return text.elementsEqual("false".utf8, by: { $0 | 0x20 == $1 }) ? false : nil
      }
    default:
      try skipValue(depth: depth)
      return nil
    }
  }

  /// Steps into the object that begins here; false when it has no members and has been stepped over.
  @inline(__always)
  mutating func openObject(depth: Int) throws(JSONFault) -> Bool {
    step()
    skipBlanks()
    guard peek() == UInt8(ascii: "}") else { return true }
    step()
    return false
  }

  /// Steps over a key and its colon; the span is the key's inside.
  @inline(__always)
  mutating func scanKey() throws(JSONFault) -> FieldSpan {
    guard peek() == UInt8(ascii: "\"") else { throw failure(.expectedKey) }
    let start = offset + 1
    let plain = try skipString()
    let length = offset - 1 - start
    try skipColon()
    return FieldSpan(offset: start, length: length, isPlain: plain)
  }

  /// Checks the value that begins here and, if it is an object, calls `body` at the value of each member with the key's bytes and
  /// the depth of the object; `body` must step over the value.
  @inline(__always)
  mutating func forEachMember(
    depth: Int,
    _ body: (inout Scanner, UnsafePointer<UInt8>, Int, Int) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard peek() == UInt8(ascii: "{") else { return try skipValue(depth: depth) }
    guard try openObject(depth: depth) else { return }
    repeat {
      let key = try scanKey()
      if heldIsLost {
        // Too long to be a record: nothing in it is asked for any more, it is only checked.
        try skipValue(depth: depth + 1)
      } else {
        try withKey(key) { (scanner, bytes, length) throws(JSONFault) in
          try body(&scanner, bytes, length, depth + 1)
        }
      }
    } while try skipComma(closing: UInt8(ascii: "}"))
  }

  /// ``forEachMember(depth:_:)`` of an object whose keys mostly come in one order, and are told apart by `key`.
  @inline(__always)
  mutating func forEachMember<Key>(
    depth: Int, order: inout KeyOrder<Key>, key: (UnsafePointer<UInt8>, Int) -> Key,
    _ body: (inout Scanner, Key, Int) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard peek() == UInt8(ascii: "{") else { return try skipValue(depth: depth) }
    guard try openObject(depth: depth) else { return }
    order.begin()
    repeat {
      if let guess = order.guess(at: at) {
        move(to: at + guess.length)
        skipBlanks()
        try heldIsLost ? skipValue(depth: depth + 1) : body(&self, guess.key, depth + 1)
        continue
      }
      let span = try scanKey()
      if heldIsLost {
        try skipValue(depth: depth + 1)
      } else {
        try withKey(span) { (scanner, bytes, length) throws(JSONFault) in
          let found = key(bytes, length)
          order.learn(found, span, in: scanner)
          try body(&scanner, found, depth + 1)
        }
      }
    } while try skipComma(closing: UInt8(ascii: "}"))
  }

  /// Calls `body` with a key's text, decoded if it is written with escapes.
  @inline(__always)
  private mutating func withKey(
    _ key: FieldSpan, _ body: (inout Scanner, UnsafePointer<UInt8>, Int) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard let text = key.text(in: heldStart), let start = text.raw.baseAddress else {
      return try body(&self, heldStart, 0)
    }
    if text.isPlain { return try body(&self, start, text.raw.count) }
    var decoded: [UInt8] = []
    text.appendDecoded(to: &decoded)
    let count = decoded.count
    decoded += [UInt8](repeating: 0, count: 8)
    try decoded.withUnsafeBufferPointer { (bytes) throws(JSONFault) in
      guard let first = bytes.baseAddress else { return }
      try body(&self, first, count)
    }
  }
}
