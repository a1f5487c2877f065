/// Gives equal byte strings the same small number. Ids count up from 0; id 0 is always the empty string, which stands for "absent".
///
/// Keys are compared by their bytes. The hash is seeded, so that nobody can choose names that collide.
package struct Interner: Sendable {
  private static let seed = UInt64.random(in: .min ... .max)

  private var bytes: [UInt8] = []
  /// Where each string ends in `bytes`; it begins where the one before it ends.
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// Ids plus one by hash, 0 where free; its length is a power of two.
  private var slots: [UInt32]

  package init() {
    slots = [UInt32](repeating: 0, count: 1024)
    _ = intern(UnsafeBufferPointer(start: nil, count: 0))
  }

  package var count: Int { ends.count }

  /// The id of `text`, new or known.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = Interner.hash(text)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let id = Int(slots[slot]) - 1
      if hashes[id] == hash, isEqual(id, to: text) { return UInt32(id) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return add(text, hash: hash, slot: slot)
  }

  /// The id of `text` if it is known.
  package func id(of text: some Collection<UInt8>) -> UInt32? {
    Array(text).withUnsafeBufferPointer { text in
      let hash = Interner.hash(text)
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let id = Int(slots[slot]) - 1
        if hashes[id] == hash, isEqual(id, to: text) { return UInt32(id) }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  /// The bytes of the string with this id.
  package func withUTF8<Result>(_ id: UInt32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
    -> Result
  {
    let range = range(Int(id))
    return try bytes.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  package subscript(id: UInt32) -> String { String(decoding: bytes[range(Int(id))], as: UTF8.self) }

  /// Whether the string with the first id comes before that with the second, by bytes.
  package func isLess(_ left: UInt32, _ right: UInt32) -> Bool {
    left != right && bytes[range(Int(left))].lexicographicallyPrecedes(bytes[range(Int(right))])
  }

  private func range(_ id: Int) -> Range<Int> { (id == 0 ? 0 : ends[id - 1])..<ends[id] }

  private func isEqual(_ id: Int, to text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(id)
    guard range.count == text.count else { return false }
    return bytes.withUnsafeBufferPointer { all in
      for index in 0..<text.count where all[range.lowerBound + index] != text[index] { return false }
      return true
    }
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32, slot: Int) -> UInt32 {
    let id = UInt32(ends.count)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = id + 1
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (id, hash) in hashes.enumerated() {
      var slot = Int(hash) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(id) + 1
    }
    slots = larger
  }

  /// Multiply-and-fold over eight bytes at a time.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let raw = UnsafeRawBufferPointer(text)
    var state = seed ^ UInt64(truncatingIfNeeded: raw.count)
    var index = 0
    while index + 8 <= raw.count {
      state = fold(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest: UInt64 = 0
    while index < raw.count {
      rest = rest << 8 | UInt64(raw[index])
      index += 1
    }
    state = fold(state ^ rest)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  @inline(__always)
  private static func fold(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low ^ seed
  }
}
