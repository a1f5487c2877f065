/// A column of the store: values in segments of a fixed size, so that growing never copies what is there, and the oldest leave a
/// segment at a time.
package struct Column<Value: Sendable>: Sendable {
  package static var segmentLength: Int { 1 << 15 }

  private var segments: [[Value]] = []
  /// The index of the first value still held: a multiple of the segment's length.
  package private(set) var start = 0
  package private(set) var end = 0

  package init() {}

  package mutating func append(_ value: Value) {
    if end % Self.segmentLength == 0 {
      segments.append([])
      segments[segments.count - 1].reserveCapacity(Self.segmentLength)
    }
    segments[segments.count - 1].append(value)
    end += 1
  }

  package subscript(index: Int) -> Value {
    get { segments[(index - start) / Self.segmentLength][index % Self.segmentLength] }
    set { segments[(index - start) / Self.segmentLength][index % Self.segmentLength] = newValue }
  }

  /// Calls `body` with the values of `rows`, which must lie in one segment.
  @inline(__always)
  package func withRows<Result>(
    _ rows: Range<Int>, _ body: (UnsafeBufferPointer<Value>) throws -> Result
  ) rethrows -> Result {
    let first = rows.lowerBound % Self.segmentLength
    return try segments[(rows.lowerBound - start) / Self.segmentLength].withUnsafeBufferPointer { segment in
      try body(UnsafeBufferPointer(rebasing: segment[first..<first + rows.count]))
    }
  }

  /// Lets the oldest segment go.
  package mutating func dropFirstSegment() {
    guard !segments.isEmpty else { return }
    start += segments.removeFirst().count
  }

  /// Calls `body` with each value from `lower` on, in order.
  @inline(__always)
  package func forEach(from lower: Int = 0, _ body: (Int, Value) -> Void) {
    var index = start
    for segment in segments {
      if index + segment.count > lower {
        for (offset, value) in segment.enumerated() where index + offset >= lower {
          body(index + offset, value)
        }
      }
      index += segment.count
    }
  }
}
