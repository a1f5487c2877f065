/// How much of a text that is still being written can be read already.
package enum CompleteValues {
  /// The length of the part of `text` that holds only whole values and whole lines of junk; what follows is a value whose end has
  /// not been written yet. A value at the very end counts as whole only when its closing bracket is there.
  package static func length(of text: [UInt8]) -> Int {
    let padded = text + [UInt8](repeating: 0, count: InputWindow.padding)
    return padded.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      var scanner = Scanner(over: start, count: text.count, position: 0)
      var complete = 0
      while true {
        scanner.skipBlanks()
        guard !scanner.isAtEnd() else { return scanner.position }
        guard stepOverOne(&scanner) else { return complete }
        complete = scanner.position
      }
    }
  }

  /// Steps over a value, a broken value or a line of junk; false when its end is not there yet.
  private static func stepOverOne(_ scanner: inout Scanner) -> Bool {
    let opening = scanner.peek()
    guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else {
      scanner.skipLine()
      return scanner.at.advanced(by: -1).pointee == UInt8(ascii: "\n")
    }
    do throws(JSONFault) {
      try scanner.skipValue(depth: 0)
      return true
    } catch {
      guard error != .unexpectedEnd else { return false }
      scanner.skipToLineOfValue()
      return true
    }
  }
}
