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

  /// Steps over one element of a list by its brackets and quotes alone; true if they balance and `,` or `]` follows. An element that
  /// begins with a bracket or a quote ends where that one closes, any other before the next `,` or `]` outside brackets and quotes.
  ///
  /// An element that is longer than a record may be counts as one that does not balance: it is held, so that reading can go back.
  /// Text whose every line opens an element that never ends would be looked through again from each of them; once that has cost
  /// ``lookAheadLeft``, an element must end on its line.
  mutating func skipBalanced() -> Bool {
    let start = position
    let limit = LookAhead(end: start + JSONLimits.length, staysOnLine: lookAheadLeft <= 0)
    if skipBalanced(within: limit) { return true }
    lookAheadLeft -= position - start
    return false
  }

  private struct LookAhead {
    let end: Int
    let staysOnLine: Bool

    func excludes(_ position: Int, _ byte: UInt8) -> Bool {
      position >= end || staysOnLine && byte == UInt8(ascii: "\n")
    }
  }

  private mutating func skipBalanced(within limit: LookAhead) -> Bool {
    if peek() == UInt8(ascii: "\"") { return skipQuoted(within: limit) && standsBehindElement() }
    let isBare = peek() != UInt8(ascii: "{") && peek() != UInt8(ascii: "[")
    var open = BracketStack()
    while !isAtEnd() {
      let byte = at.pointee
      guard !limit.excludes(position, byte) else { return false }
      switch byte {
      case UInt8(ascii: "\""):
        guard skipQuoted(within: limit) else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < Scanner.nestingLimit else { return false }
        open.push(isObject: byte == UInt8(ascii: "{"))
      case UInt8(ascii: "]") where open.isEmpty, UInt8(ascii: ",") where open.isEmpty: return true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.pop(isObject: byte == UInt8(ascii: "}")) else { return false }
        guard !open.isEmpty || isBare else {
          step()
          return standsBehindElement()
        }
      default: break
      }
      step()
    }
    return false
  }

  private mutating func standsBehindElement() -> Bool {
    skipBlanks()
    return peek() == UInt8(ascii: ",") || peek() == UInt8(ascii: "]")
  }

  /// Steps over a quoted text, whatever is in it; false when its end is missing.
  private mutating func skipQuoted(within limit: LookAhead) -> Bool {
    step()
    while !isAtEnd() {
      let byte = at.pointee
      guard !limit.excludes(position, byte) else { return false }
      step()
      if byte == UInt8(ascii: "\"") { return true }
      if byte == UInt8(ascii: "\\"), !isAtEnd() { step() }
    }
    return false
  }
}
