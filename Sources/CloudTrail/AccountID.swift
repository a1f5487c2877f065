/// An account's id as it is counted: 12 digits, or whatever else a record says (COUNTING 16).
package struct AccountID {
  private let text: JSONText

  init(_ text: JSONText) { self.text = text }

  /// Calls `body` with the id's UTF-8: 1 to 12 digits padded with zeros to 12, anything else as written.
  package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let raw = text.raw
    guard raw.count < 12, text.isPlain, raw.allSatisfy(isDigit) else { return try text.withUTF8(body) }
    return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 12) { padded in
      padded.initialize(repeating: UInt8(ascii: "0"))
      for (index, digit) in raw.enumerated() { padded[12 - raw.count + index] = digit }
      return try body(UnsafeBufferPointer(padded))
    }
  }
}
