/// One valid JSON value with bytes of its own: a record read back for the details, an event given to `rules explain`, a test's input.
package struct JSONDocument: Sendable {
  /// The value's bytes as they stood in the source.
  package let padded: PaddedBytes

  /// Keeps bytes that the scanner must have found valid.
  init(validated bytes: PaddedBytes) { padded = bytes }

  /// The value's bytes as they stood in the source.
  package var bytes: ArraySlice<UInt8> { padded.bytes }

  /// Calls `body` with a view of the value; the view must not leave the call.
  package func withView<Result>(_ body: (JSONView) throws -> Result) rethrows -> Result {
    try padded.withStart { try body(JSONView(validatedAt: $0)) }
  }
}
