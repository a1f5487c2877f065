/// The numbers of texts that came of late, where few come again and again: to see that one is the same takes less than to hash it.
struct RecentTexts: Sendable {
  /// By the end of a text and its length; 0, the empty text's, where none came.
  private var numbers = [UInt32](repeating: 0, count: 256)

  /// The number of a text in an interner, always the same one.
  mutating func number(of text: UnsafeBufferPointer<UInt8>, in strings: inout Interner) -> UInt32 {
    guard text.count >= 8 else { return strings.intern(text) }
    let place = RecentTexts.place(of: UnsafeRawBufferPointer(text))
    if strings.isEqual(numbers[place], to: text) { return numbers[place] }
    numbers[place] = strings.intern(text)
    return numbers[place]
  }

  /// Texts that are told apart in the middle are rare, and cost no more than a hash.
  private static func place(of text: UnsafeRawBufferPointer) -> Int {
    let end = text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
    let mixed = (end ^ UInt64(truncatingIfNeeded: text.count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 56)
  }
}
