/// The order that the keys of one kind of object have come in, for a guess at the key that comes next.
///
/// CloudTrail writes the fields of its records in one order. Whether a guess is right shows at once, while finding where a key ends and
/// then which one it is makes every step wait for the one before.
struct KeyOrder<Key: Sendable> {
  /// A key as it stands in the text, `"eventName":`, compared in words of eight bytes.
  private struct Known {
    private var words = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    /// The bits of each word that are the key's.
    private var masks = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    let length: Int
    let key: Key
    /// The place of the key that came after it last; 0, where none did, is never right.
    var next = 0

    init(_ text: UnsafeBufferPointer<UInt8>, _ key: Key) {
      (length, self.key) = (text.count, key)
      withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: text) }
      withUnsafeMutableBytes(of: &masks) { masks in
        for index in text.indices { masks[index] = 0xFF }
      }
    }

    /// Whether the key stands at `start`, from where 32 bytes must be readable.
    @inline(__always)
    func stands(at start: UnsafePointer<UInt8>) -> Bool {
      let text = UnsafeRawPointer(start)
      @inline(__always)
      func word(_ index: Int) -> UInt64 {
        text.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
      }
      let differences =
        ((word(0) ^ words.0) & masks.0) | ((word(1) ^ words.1) & masks.1) | ((word(2) ^ words.2) & masks.2)
        | ((word(3) ^ words.3) & masks.3)
      return differences == 0 && length > 0
    }
  }

  /// No more keys than this are known: texts may have any number.
  private static var most: Int { 64 }
  /// Of this many bytes at most.
  private static var longest: Int { 32 }

  /// The first stands for the beginning of an object, and is no key.
  private var known: [Known]
  /// The place of the key that came last.
  private var last = 0

  /// - Parameter other: stands for no key.
  init(other: Key) { known = [Known(UnsafeBufferPointer(start: nil, count: 0), other)] }

  /// An object begins.
  @inline(__always)
  mutating func begin() { last = 0 }

  /// The key that stands at `start`, with its quotes and its colon and how long that is, if it is the one that came next last time.
  @inline(__always)
  mutating func guess(at start: UnsafePointer<UInt8>) -> (key: Key, length: Int)? {
    let next = known[last].next
    guard known[next].stands(at: start) else { return nil }
    last = next
    return (known[next].key, known[next].length)
  }

  /// Learns that `key` has come, whose inside is at `span` and whose value the scanner stands at.
  mutating func learn(_ key: Key, _ span: FieldSpan, in scanner: borrowing Scanner) {
    let start = scanner.heldStart + Int(span.offset) - 1
    learn(key, UnsafeBufferPointer(start: start, count: scanner.at - start))
  }

  /// Learns that `key` has come, which stands as `text` with its quotes and what is behind it up to its value.
  mutating func learn(_ key: Key, _ text: UnsafeBufferPointer<UInt8>) {
    guard text.count <= KeyOrder.longest, let start = text.baseAddress else { return last = 0 }
    var place = known.indices.dropFirst().first {
      known[$0].length == text.count && known[$0].stands(at: start)
    }
    if place == nil, known.count < KeyOrder.most {
      place = known.count
      known.append(Known(text, key))
    }
    guard let place else { return last = 0 }
    known[last].next = place
    last = place
  }
}

/// The orders that keys have come in: those of a record or of what wraps one, of `userIdentity` in it, of that one's `sessionContext`,
/// and of the `sessionIssuer` in there.
struct KeyOrders {
  var record = KeyOrder(other: RecordKey.other)
  var identity = KeyOrder(other: IdentityKey.other)
  var session = KeyOrder(other: IdentityKey.other)
  var issuer = KeyOrder(other: IdentityKey.other)
}
