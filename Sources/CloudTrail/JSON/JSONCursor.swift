/// Goes once through a JSON text that lies whole in memory, checking it and looking at it in the same pass: for answers of many megabytes,
/// of which little is asked for but all must be valid.
///
/// A cursor stands at a value. Whoever is handed one may step into the value, ask for it, or leave it: then it is stepped over.
package struct JSONCursor {
  private var scanner: Scanner
  private let start: UnsafePointer<UInt8>
  private var depth = 0
  /// Of the objects that were scanned for what a record has.
  private var keyOrders = KeyOrders()

  fileprivate init(_ scanner: Scanner) { (self.scanner, start) = (scanner, scanner.at) }

  /// How many bytes of the text stand before the place.
  package var offset: Int { scanner.at - start }

  /// Whether an object begins here.
  package var isAtObject: Bool { scanner.at.pointee == UInt8(ascii: "{") }

  /// Steps over the value that begins here.
  /// - Returns: the value; it must not leave the call that handed out the cursor.
  /// - Throws: its first fault.
  @discardableResult
  package mutating func value() throws(JSONFault) -> JSONView {
    let value = JSONView(validatedAt: scanner.at)
    try scanner.skipValue(depth: depth)
    return value
  }

  /// Steps over the object that begins here, and calls `body` at each member's value; a value of another kind has none.
  package mutating func forEachMember(
    _ body: (inout JSONCursor, JSONText) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard isAtObject, depth < JSONLimits.depth else { return _ = try value() }
    depth += 1
    defer { depth -= 1 }
    guard try scanner.openObject(depth: depth) else { return }
    repeat {
      let key = try scanKey()
      try at(body, key)
    } while try scanner.skipComma(closing: UInt8(ascii: "}"))
  }

  /// Steps over the array that begins here, and calls `body` at each element; a value of another kind has none.
  package mutating func forEachElement(
    _ body: (inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard scanner.at.pointee == UInt8(ascii: "["), depth < JSONLimits.depth else { return _ = try value() }
    depth += 1
    defer { depth -= 1 }
    scanner.step()
    scanner.skipBlanks()
    if scanner.peek() == UInt8(ascii: "]") { return scanner.step() }
    repeat {
      let place = scanner.at
      try body(&self)
      if scanner.at == place { try value() }
    } while try scanner.skipComma(closing: UInt8(ascii: "]"))
  }

  private mutating func at(
    _ body: (inout JSONCursor, JSONText) throws(JSONFault) -> Void, _ key: JSONText
  ) throws(JSONFault) {
    let place = scanner.at
    try body(&self, key)
    if scanner.at == place { try value() }
  }

  /// Steps over a key and its colon.
  private mutating func scanKey() throws(JSONFault) -> JSONText {
    guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.failure(.expectedKey) }
    let inside = scanner.at + 1
    let isPlain = try scanner.skipString()
    let raw = UnsafeBufferPointer(start: inside, count: scanner.at - 1 - inside)
    try scanner.skipColon()
    return JSONText(raw: raw, isPlain: isPlain)
  }

  /// Lends the place to a reader, which steps over the value that begins here.
  mutating func withReader<Result>(
    _ body: (inout EventReader) throws(JSONFault) -> Result
  ) throws(JSONFault) -> Result {
    var reader = EventReader(scanner: scanner, origin: Origin(), keyOrders: keyOrders) { _ in }
    let result = try body(&reader)
    (scanner, keyOrders) = (reader.scanner, reader.keyOrders)
    return result
  }

  fileprivate mutating func skipBlanks() { scanner.skipBlanks() }

  fileprivate mutating func finish() throws(JSONFault) {
    scanner.skipBlanks()
    guard scanner.isAtEnd() else { throw .textBehindValue }
  }
}

extension PaddedBytes {
  /// Calls `body` with a cursor at the one value that the bytes are.
  /// - Throws: the first fault; what was looked at before it was valid.
  package func withCursor(_ body: (inout JSONCursor) throws(JSONFault) -> Void) throws(JSONFault) {
    try withStart { (start) throws(JSONFault) in
      var cursor = JSONCursor(scanner(from: start))
      cursor.skipBlanks()
      let place = cursor.offset
      try body(&cursor)
      if cursor.offset == place { try cursor.value() }
      try cursor.finish()
    }
  }
}
