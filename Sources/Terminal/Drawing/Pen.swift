/// The look that the terminal draws with, and the bytes that change it.
struct Pen {
  private let terminal: TerminalStrings
  /// Nil while it is not known.
  private(set) var look: Look?
  private var foregrounds: [Int32: [UInt8]] = [:]
  private var backgrounds: [Int32: [UInt8]] = [:]

  init(terminal: TerminalStrings) { self.terminal = terminal }

  mutating func forget() { look = nil }

  /// Whether a blank needs no change of look to have the ground of `wanted`.
  func suitsBlank(of wanted: Look) -> Bool { look?.isSameGround(as: wanted) ?? false }

  /// Takes the look `wanted`, as cheaply as the terminal allows.
  mutating func take(_ wanted: Look, into bytes: inout [UInt8]) {
    guard look != wanted else { return }
    var writer = SGRWriter(start: bytes.count)
    let now = kept(for: wanted) ?? Look()
    if kept(for: wanted) == nil { writer.add(terminal.plain.bytes, to: &bytes) }
    if wanted.bold, !now.bold { writer.add(terminal.bold.bytes, to: &bytes) }
    if wanted.underline, !now.underline { writer.add(terminal.underline.bytes, to: &bytes) }
    if wanted.reverse, !now.reverse { writer.add(terminal.reverse.bytes, to: &bytes) }
    if wanted.foreground != now.foreground { writer.add(foreground(wanted.foreground), to: &bytes) }
    if wanted.background != now.background { writer.add(background(wanted.background), to: &bytes) }
    look = wanted
  }

  /// The look to go on from; nil where something has to be taken off, which terminals have one common way for: all at
  /// once.
  private func kept(for wanted: Look) -> Look? {
    guard let look, !look.bold || wanted.bold, !look.underline || wanted.underline,
      !look.reverse || wanted.reverse
    else { return nil }
    let losesColour =
      (look.foreground >= 0 && wanted.foreground < 0) || (look.background >= 0 && wanted.background < 0)
    return losesColour ? nil : look
  }

  private mutating func foreground(_ number: Int32) -> [UInt8] {
    if let known = foregrounds[number] { return known }
    let bytes = terminal.foreground.filled(Int(number))
    foregrounds[number] = bytes
    return bytes
  }

  private mutating func background(_ number: Int32) -> [UInt8] {
    if let known = backgrounds[number] { return known }
    let bytes = terminal.background.filled(Int(number))
    backgrounds[number] = bytes
    return bytes
  }
}

/// Makes one SGR sequence (ECMA-48, 8.3.117) of those that follow each other: `ESC [ 1 m ESC [ 36 m` is `ESC [ 1 ; 36 m`.
private struct SGRWriter {
  private static let opening: [UInt8] = [0x1B, UInt8(ascii: "[")]
  private static let closing = UInt8(ascii: "m")
  /// Where the bytes begin that may be added to.
  let start: Int

  mutating func add(_ sequence: [UInt8], to bytes: inout [UInt8]) {
    guard isSGR(sequence[...]), isSGR(bytes[start...]) else { return bytes += sequence }
    bytes.removeLast()
    if bytes.last == UInt8(ascii: "[") { bytes.append(UInt8(ascii: "0")) }
    bytes.append(UInt8(ascii: ";"))
    bytes += sequence.dropFirst(SGRWriter.opening.count)
  }

  private func isSGR(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count > 2 && bytes.starts(with: SGRWriter.opening) && bytes.last == SGRWriter.closing
      && bytes.dropFirst(2).dropLast().allSatisfy { (0x30...0x3B).contains($0) }
  }
}
