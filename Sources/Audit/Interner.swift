import Glibc

/// Gives equal byte strings the same small number. Ids count up from 0; id 0 is always the empty string, which stands for "absent".
///
/// Keys are compared by their bytes. The hash is seeded, so that nobody can choose names that collide.
package struct Interner: Sendable {
  private static let anySeed = UInt64.random(in: .min ... .max)
  private static let anySecret = UInt64.random(in: .min ... .max)

  private let seed = Interner.anySeed
  private let secret = Interner.anySecret

  private var bytes: [UInt8] = []
  /// Where each string ends in `bytes`; it begins where the one before it ends.
  private var ends: [Int] = []
  /// By hash, 0 where free: the hash's upper half and below it the id plus one, so that the string, elsewhere in memory, is looked at
  /// only where it is most likely the one. The length is a power of two.
  private var slots: [UInt64]

  package init() {
    slots = [UInt64](repeating: 0, count: 1024)
    _ = intern(UnsafeBufferPointer(start: nil, count: 0))
  }

  package var count: Int { ends.count }

  /// The id of `text`, new or known.
  package mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = hash(text)
    switch find(text, hash) {
    case .known(let id): return id
    case .free(let slot): return add(text, hash: hash, slot: slot)
    }
  }

  /// The id of `text` if it is known.
  package func id(of text: some Collection<UInt8>) -> UInt32? {
    Array(text).withUnsafeBufferPointer { id(of: $0) }
  }

  package func id(of text: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard case .known(let id) = find(text, hash(text)) else { return nil }
    return id
  }

  private enum Found {
    case known(UInt32)
    case free(slot: Int)
  }

  private func find(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Found {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if (slots[slot] ^ hash) >> 32 == 0 {
        let id = UInt32(slots[slot] & 0xFFFF_FFFF) - 1
        if isEqual(id, to: text) { return .known(id) }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return .free(slot: slot)
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
    if left == right { return false }
    let (one, other) = (range(Int(left)), range(Int(right)))
    return bytes.withUnsafeBufferPointer { all in
      guard let start = all.baseAddress else { return false }
      let order = memcmp(start + one.lowerBound, start + other.lowerBound, min(one.count, other.count))
      return order == 0 ? one.count < other.count : order < 0
    }
  }

  private func range(_ id: Int) -> Range<Int> { (id == 0 ? 0 : ends[id - 1])..<ends[id] }

  /// Whether the string with this id is `text`.
  func isEqual(_ id: UInt32, to text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(Int(id))
    guard range.count == text.count else { return false }
    return bytes.withUnsafeBytes { all in
      Interner.isEqual(UnsafeRawBufferPointer(rebasing: all[range]), UnsafeRawBufferPointer(text))
    }
  }

  /// Whether two texts of one length are equal. Many are so short that calling memcmp would take as long as comparing.
  @inline(__always)
  static func isEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    let count = one.count
    guard count >= 8 else { return one.elementsEqual(other) }
    if count > 64, let start = one.baseAddress, let otherStart = other.baseAddress {
      return memcmp(start, otherStart, count) == 0
    }
    var index = 0
    while index + 8 < count {
      if word(one, index) != word(other, index) { return false }
      index += 8
    }
    return word(one, count - 8) == word(other, count - 8)
  }

  private mutating func add(_ text: UnsafeBufferPointer<UInt8>, hash: UInt64, slot: Int) -> UInt32 {
    let id = UInt32(ends.count)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[slot] = Interner.slot(id, hash)
    if ends.count * 2 > slots.count { grow() }
    return id
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: slots.count * 2)
    for id in 0..<UInt32(ends.count) {
      let hash = withUTF8(id, hash)
      var slot = Int(truncatingIfNeeded: hash) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = Interner.slot(id, hash)
    }
    slots = larger
  }

  private static func slot(_ id: UInt32, _ hash: UInt64) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(id + 1)
  }

  /// Multiply-and-fold over sixteen bytes at a time: a look-up waits for its hash, so few multiplications may follow one another, and of a
  /// long text there are two that do not.
  private func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var state = seed ^ UInt64(truncatingIfNeeded: raw.count)
    var other = secret
    var index = 0
    while index + 32 < raw.count {
      state = fold(Interner.word(raw, index), Interner.word(raw, index + 8) ^ state)
      other = fold(Interner.word(raw, index + 16), Interner.word(raw, index + 24) ^ other)
      index += 32
    }
    if index > 0 { state ^= other }
    while index + 16 < raw.count {
      state = fold(Interner.word(raw, index), Interner.word(raw, index + 8) ^ state)
      index += 16
    }
    let (first, last) = Interner.lastWords(of: raw)
    return fold(fold(first, last ^ state), seed)
  }

  /// The last sixteen bytes; of a shorter text all of it.
  @inline(__always)
  private static func lastWords(of raw: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    if raw.count >= 16 { return (word(raw, raw.count - 16), word(raw, raw.count - 8)) }
    if raw.count >= 8 { return (word(raw, 0), word(raw, raw.count - 8)) }
    if raw.count >= 4 {
      let first = raw.loadUnaligned(as: UInt32.self)
      let last = raw.loadUnaligned(fromByteOffset: raw.count - 4, as: UInt32.self)
      return (UInt64(first), UInt64(last))
    }
    return (raw.reduce(0) { $0 << 8 | UInt64($1) }, 0)
  }

  @inline(__always)
  private static func word(_ raw: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
    raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
  }

  /// Neither factor is one that a text's author can know, so none can be made to vanish.
  @inline(__always)
  private func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = (one ^ secret).multipliedFullWidth(by: other ^ 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
