/// Where bytes come from: a file, standard input, an inflated stream, memory.
package protocol ByteSource: AnyObject {
  /// Fills the front of `buffer` and returns how many bytes it wrote; 0 only at the end of the text.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int
}

/// A piece of a text of any length: the bytes that the scanner stands on, and those it still has to keep.
///
/// The pointer arithmetic of reading is confined to this struct and to ``Scanner``. The bytes are followed by `padding` zeros:
/// a zero stops every scan, so the hot loops need no test for the end, and words may be read across it.
package struct InputWindow {
  package static let padding = 64
  private static let initialCapacity = 1 << 18

  private(set) var base: UnsafePointer<UInt8>
  private(set) var count = 0
  /// The place of `base` in the whole text.
  private(set) var position: Int
  /// The bytes that this window owns and may overwrite; nil for one over bytes of somebody else.
  private var storage: UnsafeMutablePointer<UInt8>?
  private var capacity: Int

  /// An empty window whose first byte will be the text's at `position`.
  init(position: Int = 0) {
    self.position = position
    capacity = InputWindow.initialCapacity
    let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + InputWindow.padding)
    storage.initialize(repeating: 0, count: InputWindow.padding)
    self.storage = storage
    base = UnsafePointer(storage)
  }

  /// A window over bytes that lie in memory and are followed by padding. What is read behind them goes, with what is kept of them, into
  /// memory of the window's own.
  init(over start: UnsafePointer<UInt8>, count: Int, position: Int) {
    (base, self.count, self.position, capacity) = (start, count, position, 0)
  }

  func deallocate() { storage?.deallocate() }

  /// Drops the bytes before `keep`, moves the rest to the front, and reads more behind them; returns how many came.
  mutating func refill(keepingFrom keep: Int, from source: any ByteSource) -> Int {
    let storage = makeRoom(keepingFrom: keep)
    position += keep
    count -= keep
    let read = source.read(
      into: UnsafeMutableRawBufferPointer(start: storage + count, count: capacity - count))
    count += read
    (storage + count).update(repeating: 0, count: InputWindow.padding)
    return read
  }

  /// Moves the bytes from `keep` on to the front: of a window twice as large when they fill most of this one, of one of its own when
  /// this one is not.
  private mutating func makeRoom(keepingFrom keep: Int) -> UnsafeMutablePointer<UInt8> {
    let kept = count - keep
    if let storage, kept <= capacity / 4 * 3 {
      if keep > 0 { storage.update(from: storage + keep, count: kept) }
      return storage
    }
    capacity = max(InputWindow.initialCapacity, capacity * 2, kept * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + InputWindow.padding)
    larger.initialize(from: base + keep, count: kept)
    storage?.deallocate()
    storage = larger
    base = UnsafePointer(larger)
    return larger
  }
}
