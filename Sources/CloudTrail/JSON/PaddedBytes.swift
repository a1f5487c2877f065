/// Bytes with the zeros behind them that scanning needs, so that they can be read where they lie.
package struct PaddedBytes: Sendable {
  private let padded: [UInt8]
  /// How many bytes there are without the padding.
  package let count: Int

  /// Takes `bytes` over; they are copied only where somebody else still holds them or they have no room behind them.
  package init(_ bytes: consuming [UInt8]) {
    count = bytes.count
    bytes.reserveCapacity(count + InputWindow.padding)
    bytes.append(contentsOf: repeatElement(0, count: InputWindow.padding))
    padded = bytes
  }

  /// The first `count` bytes of `other`; the padding begins with what comes after them there.
  init(_ count: Int, of other: PaddedBytes) { (self.count, padded) = (min(count, other.count), other.padded) }

  package var bytes: ArraySlice<UInt8> { padded[..<count] }

  /// Calls `body` with the place of the first byte, which is valid only during the call.
  func withStart<Result, Failure>(
    _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try padded.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
      guard let start = buffer.baseAddress else { preconditionFailure("there is always the padding") }
      return try body(start)
    }
  }

  /// A scanner over all of the bytes, which lie at `start`.
  func scanner(from start: UnsafePointer<UInt8>) -> Scanner {
    Scanner(over: start, count: count, position: 0)
  }
}
