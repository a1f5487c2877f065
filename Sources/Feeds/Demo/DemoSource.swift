import CloudTrail

/// The demo's records as a text, one a line, so that they take the way of every other record.
package final class DemoSource: ByteSource {
  private var stream: DemoStream
  private var line: [UInt8] = []
  /// How much of `line` has been handed out.
  private var given = 0

  package init(_ history: DemoHistory) { stream = history.makeIterator() }

  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count {
      if given == line.count, !makeLine() { break }
      let count = min(buffer.count - filled, line.count - given)
      UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyBytes(from: line[given..<given + count])
      given += count
      filled += count
    }
    return filled
  }

  private func makeLine() -> Bool {
    line.removeAll(keepingCapacity: true)
    given = 0
    guard stream.next(into: &line) != nil else { return false }
    line.append(UInt8(ascii: "\n"))
    return true
  }
}
