/// Getting past bytes that are not JSON (COUNTING 1 and 2).
extension Scanner {
  /// The deepest nesting that is balanced; deeper text counts as one that does not balance.
  private static var balanceLimit: Int { 1 << 24 }

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
        guard open.count < Scanner.balanceLimit else { return false }
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

/// The brackets that are open, a bit each: nesting is an attacker's to choose, and an array of bytes would cost eight times that.
private struct BracketStack {
  private var bits: [UInt64] = []
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func push(isObject: Bool) {
    if count & 63 == 0, bits.count == count >> 6 { bits.append(0) }
    let bit: UInt64 = 1 << UInt64(count & 63)
    if isObject { bits[count >> 6] |= bit } else { bits[count >> 6] &= ~bit }
    count += 1
  }

  /// Closes the innermost bracket; false when it is of the other kind.
  mutating func pop(isObject: Bool) -> Bool {
    guard count > 0 else { return false }
    count -= 1
    return (bits[count >> 6] >> UInt64(count & 63) & 1 == 1) == isObject
  }
}
