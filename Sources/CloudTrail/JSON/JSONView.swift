import Glibc

/// One value of a record that the scanner has found valid, read where it lies: nothing is copied or decoded until asked.
///
/// A view is three words on bytes that somebody else owns. It is valid only within the call that handed it out; the pointer
/// is confined to this folder, where the scanner's validation is what makes unchecked reading sound: a valid value always
/// ends inside its own brackets or quotes.
package struct JSONView {
  /// What a value is, told by its first byte.
  package enum Kind: Sendable { case object, array, string, number, bool, null }

  let start: UnsafePointer<UInt8>

  /// A view of the valid value whose first byte is at `start`. The value must be an object, an array or a string, or lie in one.
  init(validatedAt start: UnsafePointer<UInt8>) { self.start = start }

  package var kind: Kind {
    switch start.pointee {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
    case UInt8(ascii: "n"): .null
    default: .number
    }
  }

  /// A boolean's value, nil for any other kind.
  package var bool: Bool? {
    switch start.pointee {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// A string's inside, nil for any other kind.
  package var text: JSONText? {
    guard kind == .string else { return nil }
    return JSONWalk.string(at: start).text
  }

  /// The value's own bytes: quotes and brackets included, as they stand in the record.
  package var source: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start, count: JSONWalk.end(ofValueAt: start) - start)
  }

  /// How many bytes of `outer`, which holds it, stand before it.
  package func offset(in outer: JSONView) -> Int { start - outer.start }

  /// The value as text: a string's inside, decoded; of anything else its source (`true`, `12.50`, `{"a":1}`).
  package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if let text { return try text.withUTF8(body) }
    return try body(source)
  }

  /// Calls `body` with each member of an object, in order, duplicates included, until it returns false.
  package func forEachMember(_ body: (JSONText, JSONView) throws -> Bool) rethrows {
    guard kind == .object else { return }
    var at = JSONWalk.skipBlanks(start + 1)
    while at.pointee == UInt8(ascii: "\"") {
      let (key, behind) = JSONWalk.string(at: at)
      let value = JSONWalk.skipBlanks(JSONWalk.skipBlanks(behind) + 1)
      guard try body(key, JSONView(validatedAt: value)) else { return }
      at = JSONWalk.next(afterValueAt: value)
    }
  }

  /// Calls `body` with each element of an array, in order, until it returns false.
  package func forEachElement(_ body: (JSONView) throws -> Bool) rethrows {
    guard kind == .array else { return }
    var at = JSONWalk.skipBlanks(start + 1)
    while at.pointee != UInt8(ascii: "]") {
      guard try body(JSONView(validatedAt: at)) else { return }
      at = JSONWalk.next(afterValueAt: at)
    }
  }

  /// An object's member whose key's decoded UTF-8 is `name`; of several the last (COUNTING 8). Nil for other kinds.
  package func member(_ name: some Collection<UInt8>) -> JSONView? {
    var found: JSONView?
    forEachMember { key, value in
      let same = key.isPlain ? key.raw.elementsEqual(name) : key.withUTF8 { $0.elementsEqual(name) }
      if same { found = value }
      return true
    }
    return found
  }

  /// ``member(_:)`` for a name written in the source.
  package func member(_ name: StaticString) -> JSONView? {
    member(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// ``member(_:)`` for bytes, as rules ask for many events.
  package func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONView? {
    var found: JSONView?
    forEachMember { key, value in
      let isSame =
        key.isPlain ? JSONView.isSame(key.raw, name) : key.withUTF8 { JSONView.isSame($0, name) }
      if isSame { found = value }
      return true
    }
    return found
  }

  private static func isSame(_ key: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard key.count == name.count else { return false }
    guard let start = key.baseAddress, let other = name.baseAddress else { return true }
    return memcmp(start, other, name.count) == 0
  }
}

/// Steps over valid JSON. Nothing here checks: the scanner has.
enum JSONWalk {
  @inline(__always)
  static func skipBlanks(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = start
    while at.pointee <= 0x20, at.pointee != 0 { at += 1 }
    return at
  }

  /// The string whose opening quote is at `start`, and the place behind its closing quote.
  @inline(__always)
  static func string(at start: UnsafePointer<UInt8>) -> (text: JSONText, end: UnsafePointer<UInt8>) {
    var at = start + 1
    var isPlain = true
    while true {
      let bytes = StringBytes(at: at)
      if bytes.hasNonASCII { isPlain = false }
      if bytes.runOn {
        at += 16
        continue
      }
      at += bytes.beforeStop
      break
    }
    if at.pointee == UInt8(ascii: "\\") { (at, isPlain) = (closingQuote(behindEscapeAt: at), false) }
    let raw = UnsafeBufferPointer(start: start + 1, count: at - start - 1)
    return (JSONText(raw: raw, isPlain: isPlain), at + 1)
  }

  /// The quote that ends the string in which a backslash stands at `start`.
  private static func closingQuote(behindEscapeAt start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = start
    var isEscaped = false
    while true {
      let bytes = EscapedBytes(at: at, isEscaped: isEscaped)
      if let before = bytes.beforeEnd { return at + before }
      at += EscapedBytes.count
      isEscaped = bytes.escapesNext
    }
  }

  /// The place behind the value at `start`.
  static func end(ofValueAt start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = start
    var depth = 0
    repeat {
      switch at.pointee {
      case UInt8(ascii: "\""): at = string(at: at).end
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        at += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20: at += 1
      default: at = endOfWord(at)
      }
    } while depth > 0
    return at
  }

  /// The place of the next member or element, or of the closing bracket, after the value at `start`.
  static func next(afterValueAt start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    let at = skipBlanks(end(ofValueAt: start))
    return at.pointee == UInt8(ascii: ",") ? skipBlanks(at + 1) : at
  }

  /// The place behind a number, `true`, `false` or `null`.
  private static func endOfWord(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    var at = start
    while true {
      switch at.pointee {
      case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return at
      default: at += 1
      }
    }
  }
}
