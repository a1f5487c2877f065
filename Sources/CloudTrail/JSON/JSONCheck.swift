/// Whether bytes are JSON, before anything is done with them.
package enum JSONCheck {
  /// Whether the `count` bytes at `start`, with their padding, are exactly one JSON value with nothing but blanks around it.
  static func isOneValue(_ start: UnsafePointer<UInt8>, count: Int) -> Bool {
    fault(in: Scanner(over: start, count: count, position: 0)).map { $0.fault == .tooDeep } ?? true
  }

  /// The first fault of `text` as one JSON value, and its offset; nil when there is none. Valid text that is nested too deep for a
  /// record has ``JSONFault/tooDeep``.
  package static func fault(in text: some Collection<UInt8>) -> (fault: JSONFault, offset: Int)? {
    fault(in: PaddedBytes(Array(text)))
  }

  static func fault(in text: PaddedBytes) -> (fault: JSONFault, offset: Int)? {
    text.withStart { fault(in: text.scanner(from: $0)) }
  }

  private static func fault(in text: consuming Scanner) -> (fault: JSONFault, offset: Int)? {
    var scanner = text
    do throws(JSONFault) {
      scanner.skipBlanks()
      try scanner.skipValue(depth: 0)
      scanner.skipBlanks()
      guard scanner.isAtEnd() else { return (.textBehindValue, scanner.position) }
      return scanner.isTooDeep ? (.tooDeep, scanner.position) : nil
    } catch {
      return (error, scanner.position)
    }
  }
}

extension JSONDocument {
  /// Keeps `text`, which must be exactly one JSON object or array; blanks around it are dropped.
  /// - Throws: the first fault, ``JSONFault/expectedValue`` for a value of another kind.
  package init(parsing text: some Collection<UInt8>) throws(JSONFault) {
    try self.init(parsing: Array(text))
  }

  /// The same, for other rooms too without a generic call for each byte: a search through records parses every one.
  package init(parsing text: [UInt8]) throws(JSONFault) {
    let padded = PaddedBytes(text)
    if let found = JSONCheck.fault(in: padded) { throw found.fault }
    guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 }),
      text[first] == UInt8(ascii: "{") || text[first] == UInt8(ascii: "[")
    else { throw .expectedValue }
    self.init(
      validated: first == 0 ? PaddedBytes(last + 1, of: padded) : PaddedBytes(Array(text[first...last])))
  }
}
