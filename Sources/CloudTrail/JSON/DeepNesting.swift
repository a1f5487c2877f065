/// Checking what is nested deeper than a record may be (COUNTING 7): such a record is no reason to lose its neighbours, so it is
/// checked to its end, and nesting is an attacker's to choose, so without recursion.
extension Scanner {
  /// The deepest nesting that is looked into; deeper text is given up.
  static var nestingLimit: Int { 1 << 24 }

  /// Steps over the object or array that begins here.
  mutating func skipDeeply() throws(JSONFault) {
    isTooDeep = true
    var open = BracketStack()
    repeat {
      guard try openOrSkipValue(&open) else { continue }
      try closeBrackets(&open)
    } while !open.isEmpty
  }

  /// Steps over a value without brackets or into one with; true unless a value must follow right here.
  private mutating func openOrSkipValue(_ open: inout BracketStack) throws(JSONFault) -> Bool {
    let byte = peek()
    let isObject = byte == UInt8(ascii: "{")
    guard isObject || byte == UInt8(ascii: "[") else {
      try skipValue(depth: 0)
      return true
    }
    guard open.count < Scanner.nestingLimit else { throw .tooDeep }
    open.push(isObject: isObject)
    step()
    skipBlanks()
    if peek() == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return true }
    if isObject { try skipKey() }
    return false
  }

  /// Behind a value: steps over the brackets that close, up to the place of the next value or behind the last bracket.
  private mutating func closeBrackets(_ open: inout BracketStack) throws(JSONFault) {
    while let isObject = open.last {
      skipBlanks()
      if peek() == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        step()
        _ = open.pop(isObject: isObject)
        continue
      }
      guard peek() == UInt8(ascii: ",") else { throw failure(.expectedCommaOrBracket) }
      step()
      skipBlanks()
      if isObject { try skipKey() }
      return
    }
  }

  private mutating func skipKey() throws(JSONFault) {
    guard peek() == UInt8(ascii: "\"") else { throw failure(.expectedKey) }
    _ = try skipString()
    try skipColon()
  }
}

/// The brackets that are open, a bit each: an array of bytes would cost eight times that.
struct BracketStack {
  private var bits: [UInt64] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// Whether the innermost bracket is an object's; nil when none is open.
  var last: Bool? {
    guard count > 0 else { return nil }
    return bits[(count - 1) >> 6] >> UInt64((count - 1) & 63) & 1 == 1
  }

  mutating func push(isObject: Bool) {
    if count & 63 == 0, bits.count == count >> 6 { bits.append(0) }
    let bit: UInt64 = 1 << UInt64(count & 63)
    if isObject { bits[count >> 6] |= bit } else { bits[count >> 6] &= ~bit }
    count += 1
  }

  /// Closes the innermost bracket; false when it is of the other kind.
  mutating func pop(isObject: Bool) -> Bool {
    guard let last else { return false }
    count -= 1
    return last == isObject
  }
}
