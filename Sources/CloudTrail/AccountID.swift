/// An account's id as it is counted: 12 digits, or whatever else a record says (COUNTING 16).
package struct AccountID {
  private let text: JSONText
  private let isNumber: Bool

  init(_ text: JSONText, isNumber: Bool) { (self.text, self.isNumber) = (text, isNumber) }

  /// Calls `body` with the id's UTF-8: 1 to 12 digits padded with zeros to 12, anything else as written.
  package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    if isNumber, let number = WholeNumber.accountID(text.raw) {
      return try Array("\(number)".utf8).withUnsafeBufferPointer { try AccountID.pad($0, body) }
    }
    return try text.withUTF8 { text in
      guard text.count < 12, text.allSatisfy(isDigit) else { return try body(text) }
      return try AccountID.pad(text, body)
    }
  }

  private static func pad<Result>(
    _ raw: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 12) { padded in
      padded.initialize(repeating: UInt8(ascii: "0"))
      for (index, digit) in raw.enumerated() { padded[12 - raw.count + index] = digit }
      return try body(UnsafeBufferPointer(padded))
    }
  }
}
