import CNcurses

/// A capability: bytes to write as they are, or with one or two numbers filled in.
struct TerminalString: Sendable {
  /// As terminfo has it, ended by a 0 for the C library.
  private let text: [CChar]
  /// The bytes to write where there is nothing to fill in.
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    text = bytes.map { CChar(bitPattern: $0) } + [0]
  }

  init(_ string: String) { self.init(Array(string.utf8)) }

  var isEmpty: Bool { bytes.isEmpty }

  /// The bytes with these numbers filled in.
  func filled(_ first: Int, _ second: Int = 0) -> [UInt8] {
    guard !isEmpty else { return [] }
    return TerminalString.taken { iw_expand(text, Int32(first), Int32(second), $0, $1) }
  }

  /// What a C function writes into a buffer of so many bytes.
  static func taken(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> [UInt8] {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      let length = body(buffer.baseAddress, buffer.count)
      return buffer.prefix(length).map { UInt8(bitPattern: $0) }
    }
  }
}
