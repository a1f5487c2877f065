import Glibc

/// Memory that is looked at all over the place, in pages as large as the kernel gives.
enum LargeMemory {
  /// A huge page's bytes on the processors that iamwatch runs on.
  private static let page = 1 << 21

  /// An array of `count` zeros.
  ///
  /// With small pages every look into a large index also waits for the page's place to be looked up, and each page is fetched from the
  /// kernel on its own. The kernel's answer to the advice changes nothing but speed, so it is not looked at.
  static func zeros(_ count: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: count) { memory, initialized in
      advise(UnsafeMutableRawBufferPointer(memory))
      memory.initialize(repeating: 0)
      initialized = count
    }
  }

  /// Asks for huge pages where whole ones fit: before the memory is touched, as the kernel gives pages then.
  private static func advise(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    let first = UnsafeMutableRawPointer(start).alignedUp(toMultipleOf: page)
    let whole = (start + memory.count - first) / page * page
    if whole > 0 { madvise(first, whole, MADV_HUGEPAGE) }
  }
}
