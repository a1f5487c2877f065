/// Goes once through a JSON text that lies whole in memory, checking it and looking at it in the same pass: for answers of many megabytes,
/// of which little is asked for but all must be valid.
///
/// A cursor stands at a value. Whoever is handed one may step into the value, ask for it, or leave it: then it is stepped over.
package struct JSONCursor {
  /// Stands at the place, and scans objects there for what a record has. It takes none.
  var reader: EventReader
  private let start: UnsafePointer<UInt8>
  private var depth = 0

  fileprivate init(_ scanner: Scanner) {
    reader = EventReader(scanner: scanner, origin: Origin()) { _ in }
    start = scanner.at
  }

  /// How many bytes of the text stand before the place.
  package var offset: Int { reader.scanner.at - start }

  /// Whether an object begins here.
  package var isAtObject: Bool { reader.scanner.at.pointee == UInt8(ascii: "{") }

  /// Steps over the value that begins here.
  /// - Returns: the value; it must not leave the call that handed out the cursor.
  /// - Throws: its first fault.
  @discardableResult
  package mutating func value() throws(JSONFault) -> JSONView {
    let value = JSONView(validatedAt: reader.scanner.at)
    try reader.scanner.skipValue(depth: depth)
    return value
  }

  /// Steps over the object that begins here, and calls `body` at each member's value; a value of another kind has none.
  package mutating func forEachMember(
    _ body: (inout JSONCursor, JSONText) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard isAtObject, depth < JSONLimits.depth else { return _ = try value() }
    depth += 1
    defer { depth -= 1 }
    guard try reader.scanner.openObject(depth: depth) else { return }
    repeat {
      let key = try scanKey()
      try at(body, key)
    } while try reader.scanner.skipComma(closing: UInt8(ascii: "}"))
  }

  /// Steps over the array that begins here, and calls `body` at each element; a value of another kind has none.
  package mutating func forEachElement(
    _ body: (inout JSONCursor) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard reader.scanner.at.pointee == UInt8(ascii: "["), depth < JSONLimits.depth else {
      return _ = try value()
    }
    depth += 1
    defer { depth -= 1 }
    reader.scanner.step()
    reader.scanner.skipBlanks()
    if reader.scanner.peek() == UInt8(ascii: "]") { return reader.scanner.step() }
    repeat {
      let place = reader.scanner.at
      try body(&self)
      if reader.scanner.at == place { try value() }
    } while try reader.scanner.skipComma(closing: UInt8(ascii: "]"))
  }

  private mutating func at(
    _ body: (inout JSONCursor, JSONText) throws(JSONFault) -> Void, _ key: JSONText
  ) throws(JSONFault) {
    let place = reader.scanner.at
    try body(&self, key)
    if reader.scanner.at == place { try value() }
  }

  /// Steps over a key and its colon.
  private mutating func scanKey() throws(JSONFault) -> JSONText {
    guard reader.scanner.peek() == UInt8(ascii: "\"") else { throw reader.scanner.failure(.expectedKey) }
    let inside = reader.scanner.at + 1
    let isPlain = try reader.scanner.skipString()
    let raw = UnsafeBufferPointer(start: inside, count: reader.scanner.at - 1 - inside)
    try reader.scanner.skipColon()
    return JSONText(raw: raw, isPlain: isPlain)
  }

  fileprivate mutating func skipBlanks() { reader.scanner.skipBlanks() }

  fileprivate mutating func finish() throws(JSONFault) {
    reader.scanner.skipBlanks()
    guard reader.scanner.isAtEnd() else { throw .textBehindValue }
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
