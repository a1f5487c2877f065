import CInflate

/// Inflates a gzip text, all its members, in pieces (COUNTING 6).
///
/// What inflates before a cut or a damage is given; the damage is told in ``damage``. Gzip within gzip is inflated by stacking one
/// source on another.
package final class GzipSource: ByteSource {
  private let upstream: any ByteSource
  private let inflater: Inflater
  private var input: [UInt8]
  private var inputStart = 0
  private var inputEnd = 0
  private var isInMember = true
  private var isDone = false
  /// How many bytes of a trailer are still to be stepped over.
  private var trailerLeft = 0
  /// Why not all of the text could be inflated; nil while it can.
  package private(set) var damage: String?

  package init(_ upstream: any ByteSource) {
    self.upstream = upstream
    inflater = Inflater()
    input = [UInt8](repeating: 0, count: 1 << 16)
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count, !isDone {
      if inputStart == inputEnd, !fetch() {
        if isInMember { fail("the gzip data is cut short") }
        isDone = true
        break
      }
      guard isInMember || beginNextMember() else { continue }
      filled += inflate(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
    }
    return filled
  }

  private func fetch() -> Bool {
    inputStart = 0
    inputEnd = input.withUnsafeMutableBytes { upstream.read(into: $0) }
    return inputEnd > 0
  }

  /// Steps over zeros behind a member; true when another member begins.
  private func beginNextMember() -> Bool {
    let trailer = min(trailerLeft, inputEnd - inputStart)
    trailerLeft -= trailer
    inputStart += trailer
    while inputStart < inputEnd, input[inputStart] == 0 { inputStart += 1 }
    guard inputStart < inputEnd else { return false }
    guard input[inputStart] == 0x1F else {
      fail("there is something else behind the gzip data")
      return false
    }
    inflater.reset()
    isInMember = true
    return true
  }

  private func inflate(into output: UnsafeMutableRawBufferPointer) -> Int {
    let (result, consumed, produced) = input.withUnsafeBytes {
      inflater.run(UnsafeRawBufferPointer(rebasing: $0[inputStart..<inputEnd]), into: output)
    }
    inputStart += consumed
    switch result {
    case IW_INFLATE_END: isInMember = false
    case IW_INFLATE_OK: break
    case IW_INFLATE_WRONG_CHECKSUM, IW_INFLATE_WRONG_LENGTH:
      // All of it came out, and where the next member begins is known.
      damage = damage ?? "a checksum of the gzip data is wrong"
      isInMember = false
      trailerLeft = result == IW_INFLATE_WRONG_CHECKSUM ? 4 : 0
    default: fail("the gzip data is damaged")
    }
    return produced
  }

  private func fail(_ reason: String) {
    damage = damage ?? reason
    isDone = true
  }
}

/// zlib's state, freed with its last owner.
private final class Inflater {
  private let state: OpaquePointer

  init() {
    guard let state = iw_inflater_new() else { fatalError("no memory is left to inflate with") }
    self.state = state
  }

  deinit { iw_inflater_free(state) }

  func reset() { iw_inflater_reset(state) }

  func run(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (iw_inflate_result, consumed: Int, produced: Int) {
    guard let from = input.baseAddress, let to = output.baseAddress else { return (IW_INFLATE_OK, 0, 0) }
    var consumed = 0
    var produced = 0
    let result = iw_inflater_run(state, from, input.count, to, output.count, &consumed, &produced)
    return (result, consumed, produced)
  }
}

/// gzip data that is all in memory.
package enum Gzip {
  /// Inflates all members of `packed`, and once more what is gzip still; what is wrong with them is told in `damage`. Nil for a text
  /// of more than `limit` bytes.
  package static func inflate(_ packed: [UInt8], limit: Int) -> (text: [UInt8], damage: String?)? {
    guard let once = inflateOnce(packed, limit: limit) else { return nil }
    guard isGzip(once.text) else { return once }
    return inflateOnce(once.text, limit: limit).map { ($0.text, once.damage ?? $0.damage) }
  }

  /// Inflates all members of `packed`; what is wrong with them is told in `damage`. Nil for a text of more than `limit` bytes.
  package static func inflateOnce(_ packed: [UInt8], limit: Int) -> (text: [UInt8], damage: String?)? {
    if let text = packed.withUnsafeBytes({ inflateWhole($0, limit: limit) }) { return (text, nil) }
    let source = GzipSource(MemorySource(packed))
    return drain(source, limit: limit).map { ($0, source.damage) }
  }

  private static func drain(_ source: GzipSource, limit: Int) -> [UInt8]? {
    var text: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while text.count <= limit {
      let count = piece.withUnsafeMutableBytes { source.read(into: $0) }
      if count == 0 { return text }
      text += piece[..<count]
    }
    return nil
  }

  /// Whether bytes that begin so are gzip's (RFC 1952, section 2.3.1).
  package static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Inflates exactly one undamaged member of at most `limit` bytes that is followed by nothing; nil for anything else, which
  /// ``GzipSource`` then reads as far as it goes.
  package static func inflateWhole(_ input: UnsafeRawBufferPointer, limit: Int) -> [UInt8]? {
    guard input.count >= 18, let from = input.baseAddress else { return nil }
    // The last four bytes are the length of what was compressed, modulo 2^32 (RFC 1952, section 2.3.1).
    let size = Int(
      UInt32(littleEndian: input.loadUnaligned(fromByteOffset: input.count - 4, as: UInt32.self)))
    guard size <= limit else { return nil }
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: size + InputWindow.padding) { buffer, count in
      guard let to = buffer.baseAddress else { return }
      var consumed = 0
      var produced = 0
      let result = iw_gunzip(from, input.count, to, size, &consumed, &produced)
      isWhole = result == IW_INFLATE_END && consumed == input.count && produced == size
      count = isWhole ? size : 0
    }
    return isWhole ? output : nil
  }
}
