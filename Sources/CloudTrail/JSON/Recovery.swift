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

  /// Steps to the next line that begins with `{` or `[`, or to the end of the text.
  mutating func skipToLineOfValue() {
    release()
    while !isAtEnd() {
      skipLine()
      if peek() == UInt8(ascii: "{") || peek() == UInt8(ascii: "[") { return }
    }
  }

  /// Goes back to the end of the last token, as far as its bytes are still there.
  mutating func stepBackOverBlanks() {
    while index > 0, isBlank((at - 1).pointee) { move(to: at - 1) }
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

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
