/// One valid JSON value with bytes of its own: a record read back for the details, an event given to `rules explain`, a test's input.
package struct JSONDocument: Sendable {
  /// The value's bytes, then the padding that word-wise scanning may read.
  private let padded: [UInt8]
  private let count: Int

  /// Keeps a copy of `bytes`, which the scanner must have found valid.
  init(validated bytes: some Collection<UInt8>) {
    padded = Array(bytes) + [UInt8](repeating: 0, count: 16)
    count = bytes.count
  }

  /// The value's bytes as they stood in the source.
  package var bytes: ArraySlice<UInt8> { padded[..<count] }

  /// The value's bytes and the padding behind them, not copied.
  package var paddedBytes: [UInt8] { padded }

  /// Calls `body` with a view of the value; the view must not leave the call.
  package func withView<Result>(_ body: (JSONView) throws -> Result) rethrows -> Result {
    try padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("a document always holds its padding") }
      return try body(JSONView(validatedAt: base))
    }
  }
}
