/// Why a text is no event pattern, and where.
package struct EventPatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What AWS answers behind "Event pattern is not valid. Reason: ".
  package let reason: String
  /// From 1.
  package let line: Int
  /// From 1, in bytes.
  package let column: Int

  package var description: String { "line \(line), column \(column): \(reason)" }

  /// The reason at the byte `offset` of `text`.
  package init(_ reason: String, at offset: Int, in text: some Collection<UInt8>) {
    let before = text.prefix(offset)
    self.reason = reason
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
  }
}
