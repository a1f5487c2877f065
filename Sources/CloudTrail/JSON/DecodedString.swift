/// Memory that the text of one string after the other is decoded to: to ask for it anew for every record of a search or a log costs more
/// than a good part of reading it.
final class DecodedString {
  private var start: UnsafeMutablePointer<UInt8>?
  private var capacity = 0

  /// No more than this is kept, in bytes: a few records are far longer than the others.
  private static let mostKept = 1 << 20

  deinit { start?.deallocate() }

  /// ``JSONText/withPaddedUTF8(_:)``; not to be called again from within `body`.
  func withPaddedUTF8<Result>(
    of text: JSONText, _ body: (UnsafePointer<UInt8>, _ count: Int) throws -> Result
  ) rethrows -> Result {
    guard let start = room(for: JSONText.paddedCapacity(of: text.raw.count)) else {
      return try text.withPaddedUTF8(body)
    }
    return try body(UnsafePointer(start), text.decodePadded(to: start))
  }

  private func room(for needed: Int) -> UnsafeMutablePointer<UInt8>? {
    guard needed <= DecodedString.mostKept else { return nil }
    if needed > capacity {
      start?.deallocate()
      capacity = needed * 2
      start = .allocate(capacity: capacity)
    }
    return start
  }
}
