/// Whether bytes are JSON, before anything is done with them.
package enum JSONCheck {
  /// Whether `text` is exactly one JSON value with nothing but blanks around it.
  static func isOneValue(_ text: [UInt8]) -> Bool { fault(in: text).map { $0.fault == .tooDeep } ?? true }

  /// The first fault of `text` as one JSON value, and its offset; nil when there is none. Valid text that is nested too deep for a
  /// record has ``JSONFault/tooDeep``.
  package static func fault(in text: some Collection<UInt8>) -> (fault: JSONFault, offset: Int)? {
    let padded = Array(text) + [UInt8](repeating: 0, count: InputWindow.padding)
    return padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return (.unexpectedEnd, 0) }
      var scanner = Scanner(over: start, count: text.count, position: 0)
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
}

extension JSONDocument {
  /// Keeps `text`, which must be exactly one JSON object or array; blanks around it are dropped.
  /// - Throws: the first fault, ``JSONFault/expectedValue`` for a value of another kind.
  package init(parsing text: some Collection<UInt8>) throws(JSONFault) {
    try self.init(parsing: Array(text))
  }

  /// The same, for other rooms too without a generic call for each byte: a search through records parses every one.
  package init(parsing text: [UInt8]) throws(JSONFault) {
    if let found = JSONCheck.fault(in: text) { throw found.fault }
    guard let first = text.firstIndex(where: { $0 > 0x20 }), let last = text.lastIndex(where: { $0 > 0x20 }),
      text[first] == UInt8(ascii: "{") || text[first] == UInt8(ascii: "[")
    else { throw .expectedValue }
    self.init(validated: text[first...last])
  }
}
