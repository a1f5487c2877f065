/// Getting past bytes that are not JSON (COUNTING 1 and 2).
extension Scanner {
  /// Steps over the line break that ends this line, or to the end of the text.
  mutating func skipLine() {
    while !isAtEnd() {
      let byte = at.pointee
      step()
      if byte == UInt8(ascii: "\n") { return }
    }
  }

  /// Steps to the next line that begins with `{` or `[` behind the last token, or to the end of the text; a byte order mark may stand
  /// before the bracket. Blanks behind that token have been stepped over already: the line may begin right here.
  mutating func skipToLineOfValue() {
    release()
    if index > 0, (at - 1).pointee == UInt8(ascii: "\n"), standsOnValue() { return }
    while !isAtEnd() {
      skipLine()
      if standsOnValue() { return }
    }
  }

  private mutating func standsOnValue() -> Bool {
    _ = skipByteOrderMark()
    return peek() == UInt8(ascii: "{") || peek() == UInt8(ascii: "[")
  }

  /// Steps over a byte order mark, if one stands here.
  mutating func skipByteOrderMark() -> Bool {
    guard peek() == 0xEF else { return false }
    hold()
    defer { release() }
    step()
    guard peek() == 0xBB else {
      move(to: heldStart)
      return false
    }
    step()
    guard peek() == 0xBF else {
      move(to: heldStart)
      return false
    }
    step()
    return true
  }

  /// Steps over one element of a list by its brackets and quotes alone; true if they balance and `,` or `]` follows.
  mutating func skipBalanced() -> Bool {
    var open = BracketStack()
    while !isAtEnd() {
      let byte = at.pointee
      switch byte {
      case UInt8(ascii: "\""):
        guard skipQuoted() else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < Scanner.nestingLimit else { return false }
        open.push(isObject: byte == UInt8(ascii: "{"))
      case UInt8(ascii: "]") where open.isEmpty, UInt8(ascii: ",") where open.isEmpty: return true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.pop(isObject: byte == UInt8(ascii: "}")) else { return false }
        guard !open.isEmpty else {
          step()
          skipBlanks()
          return peek() == UInt8(ascii: ",") || peek() == UInt8(ascii: "]")
        }
      default: break
      }
      step()
    }
    return false
  }

  /// Steps over a quoted text, whatever is in it; false when its end is missing.
  private mutating func skipQuoted() -> Bool {
    step()
    while !isAtEnd() {
      let byte = at.pointee
      step()
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\"), !isAtEnd() { step() }
    }
    return false
  }
}
