/// Reads JSON once, front to back, checking every byte of it (RFC 8259), over a text that need not fit in memory.
///
/// `at` always points into the window or at its end, where a zero stands. Whoever needs bytes to stay calls ``hold()``: they
/// are kept until ``release()``, or until they would be longer than a record may be (``heldIsLost``).
struct Scanner {
  private(set) var window: InputWindow
  /// Where more bytes come from; nil when all are in memory.
  private let source: (any ByteSource)?
  private(set) var at: UnsafePointer<UInt8>
  private var end: UnsafePointer<UInt8>
  /// The index in the window of the first byte held; negative once it is lost.
  private var held = -1
  private(set) var heldIsLost = false
  private var sourceIsAtEnd = false
  /// Whether a value went deeper than ``JSONLimits/depth`` since this was last set to false.
  var isTooDeep = false
  /// How many bytes may still be looked at in vain for the end of a broken element: see ``skipBalanced()``.
  var lookAheadLeft = 64 << 20

  init(_ source: any ByteSource, position: Int = 0) {
    self.source = source
    window = InputWindow(position: position)
    at = UnsafePointer(window.base)
    end = at
  }

  /// A scanner over bytes that all are in memory already and are followed by padding, or by more of the same valid text.
  /// - Parameter source: where the text goes on behind them, if it does.
  init(
    over start: UnsafePointer<UInt8>, count: Int, position: Int, followedBy source: (any ByteSource)? = nil
  ) {
    self.source = source
    window = InputWindow(over: start, count: count, position: position)
    at = start
    end = start + count
    sourceIsAtEnd = source == nil
  }

  /// Frees the window, if it is the scanner's own.
  func deallocate() { window.deallocate() }

  /// The place of `at` in the whole text.
  var position: Int { window.position + index }
  var index: Int { at - UnsafePointer(window.base) }

  /// How many bytes of the window lie before its end.
  var bytesLeft: Int { end - at }

  /// Whether no byte is left; reads on to find out.
  mutating func isAtEnd() -> Bool { at >= end && !refill() }

  /// The byte at `at`; 0 at the end of the text.
  @inline(__always)
  mutating func peek() -> UInt8 {
    let byte = at.pointee
    if byte == 0, at >= end, refill() { return at.pointee }
    return byte
  }

  @inline(__always)
  mutating func step() { at += 1 }

  /// Goes back, or on, to a byte that is held.
  mutating func move(to pointer: UnsafePointer<UInt8>) { at = pointer }

  // MARK: Holding

  mutating func hold() {
    held = index
    heldIsLost = false
  }

  mutating func release() {
    held = -1
    heldIsLost = false
  }

  /// The first byte held. Only while it is not lost.
  var heldStart: UnsafePointer<UInt8> { UnsafePointer(window.base) + held }

  /// The place in the whole text of the first byte held; -1 when there is none any more.
  var heldPosition: Int { held < 0 ? -1 : window.position + held }

  /// Reads more bytes in behind `end`; false at the end of the text.
  @inline(never)
  private mutating func refill() -> Bool {
    guard !sourceIsAtEnd, let source else { return false }
    let here = index
    if held >= 0, here - held > JSONLimits.length {
      held = -1
      heldIsLost = true
    }
    // One byte before the place stays: whoever resumes behind a fault asks whether a line begins there.
    let keep = held >= 0 ? held : max(0, here - 1)
    let read = window.refill(keepingFrom: keep, from: source)
    at = UnsafePointer(window.base) + (here - keep)
    end = UnsafePointer(window.base) + window.count
    if held >= 0 { held = 0 }
    sourceIsAtEnd = read == 0
    return read > 0
  }

  // MARK: Tokens

  @inline(__always)
  mutating func skipBlanks() {
    if at.pointee > 0x20 { return }
    skipBlanksSlowly()
  }

  private mutating func skipBlanksSlowly() {
    while true {
      switch at.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: at += 1
      case 0 where at >= end: guard refill() else { return }
      default: return
      }
    }
  }

  /// Fails with `fault`, or with ``JSONFault/unexpectedEnd`` when it is the end that stands here.
  func failure(_ fault: JSONFault) -> JSONFault { at >= end ? .unexpectedEnd : fault }

  @inline(__always)
  mutating func skipValue(depth: Int) throws(JSONFault) {
    switch peek() {
    case UInt8(ascii: "\""): _ = try skipString()
    case UInt8(ascii: "{"): try skipObject(depth: depth + 1)
    case UInt8(ascii: "["): try skipArray(depth: depth + 1)
    case UInt8(ascii: "t"): try skipLiteral("true")
    case UInt8(ascii: "f"): try skipLiteral("false")
    case UInt8(ascii: "n"): try skipLiteral("null")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
    default: throw failure(.expectedValue)
    }
  }

  mutating func skipObject(depth: Int) throws(JSONFault) {
    guard depth <= JSONLimits.depth else { return try skipDeeply() }
    at += 1
    skipBlanks()
    if peek() == UInt8(ascii: "}") {
      at += 1
      return
    }
    while true {
      guard at.pointee == UInt8(ascii: "\"") else { throw failure(.expectedKey) }
      _ = try skipString()
      try skipColon()
      try skipValue(depth: depth)
      guard try skipComma(closing: UInt8(ascii: "}")) else { return }
    }
  }

  mutating func skipArray(depth: Int) throws(JSONFault) {
    guard depth <= JSONLimits.depth else { return try skipDeeply() }
    at += 1
    skipBlanks()
    if peek() == UInt8(ascii: "]") {
      at += 1
      return
    }
    while true {
      try skipValue(depth: depth)
      guard try skipComma(closing: UInt8(ascii: "]")) else { return }
    }
  }

  /// Steps over the colon behind a key and the blanks around it.
  @inline(__always)
  mutating func skipColon() throws(JSONFault) {
    skipBlanks()
    guard at.pointee == UInt8(ascii: ":") else { throw failure(.expectedColon) }
    at += 1
    skipBlanks()
  }

  /// Steps over a comma and the blanks around it and says true, or over the closing bracket and says false.
  @inline(__always)
  mutating func skipComma(closing: UInt8) throws(JSONFault) -> Bool {
    skipBlanks()
    if at.pointee == UInt8(ascii: ",") {
      at += 1
      skipBlanks()
      return true
    }
    guard at.pointee == closing else { throw failure(.expectedCommaOrBracket) }
    at += 1
    return false
  }

  /// Steps over the string that begins here; says whether its inside is plain: no escape, nothing but ASCII.
  @inline(__always)
  mutating func skipString() throws(JSONFault) -> Bool {
    at += 1
    var isPlain = true
    while true {
      let bytes = StringBytes(at: at)
      if bytes.hasNonASCII { isPlain = false }
      if bytes.runOn {
        at += 16
        continue
      }
      at += bytes.beforeStop
      if at.pointee == UInt8(ascii: "\"") {
        at += 1
        return isPlain
      }
      if at.pointee == UInt8(ascii: "\\") || at < end { return try skipUnplainString() }
      guard refill() else { throw .unexpectedEnd }
    }
  }

  /// Goes on inside a string from its first escape, control character or the window's end.
  private mutating func skipUnplainString() throws(JSONFault) -> Bool {
    var isEscaped = false
    while true {
      let bytes = EscapedBytes(at: at, isEscaped: isEscaped)
      guard let before = bytes.beforeStop else {
        at += EscapedBytes.count
        isEscaped = bytes.escapesNext
        continue
      }
      at += before
      isEscaped = bytes.isEscaped(before)
      if isEscaped {
        try skipEscaped()
        isEscaped = false
      } else if at.pointee == UInt8(ascii: "\"") {
        at += 1
        return false
      } else if at < end {
        throw .controlCharacter
      } else if !refill() {
        throw .unexpectedEnd
      }
    }
  }

  /// Steps over what stands behind a backslash.
  private mutating func skipEscaped() throws(JSONFault) {
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
    case UInt8(ascii: "u"):
      at += 1
      for _ in 0..<4 {
        guard hexDigit(peek()) != nil else { throw failure(.badEscape) }
        at += 1
      }
    default: throw failure(.badEscape)
    }
  }

  @inline(__always)
  private mutating func skipLiteral(_ literal: StaticString) throws(JSONFault) {
    if same(at, literal) { at += literal.utf8CodeUnitCount } else { try skipLiteralSlowly(literal) }
  }

  /// Steps over a literal byte by byte, as it may lie across the window's end.
  private mutating func skipLiteralSlowly(_ literal: StaticString) throws(JSONFault) {
    for index in 0..<literal.utf8CodeUnitCount {
      guard peek() == literal.utf8Start[index] else { throw failure(.badLiteral) }
      at += 1
    }
  }

  private mutating func skipNumber() throws(JSONFault) {
    if peek() == UInt8(ascii: "-") { at += 1 }
    if peek() == UInt8(ascii: "0") { at += 1 } else { try skipDigits() }
    if peek() == UInt8(ascii: ".") {
      at += 1
      try skipDigits()
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      at += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
      try skipDigits()
    }
  }

  private mutating func skipDigits() throws(JSONFault) {
    guard isDigit(peek()) else { throw failure(.badNumber) }
    while isDigit(peek()) { at += 1 }
  }
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
