import Glibc

/// A string whose equality, hash and order are those of its UTF-8 bytes (COUNTING 21): two names that only look alike stay two.
package struct ExactString: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let string: String

  package init(_ string: String) { self.string = string }

  package static func == (left: ExactString, right: ExactString) -> Bool {
    left.withBytes { left in
      right.withBytes { right in left.count == right.count && order(left, right) == 0 }
    }
  }

  package func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: $0) }
    hasher.combine(0xFF as UInt8)
  }

  package static func < (left: ExactString, right: ExactString) -> Bool {
    left.withBytes { left in
      right.withBytes { right in
        let order = order(left, right)
        return order == 0 ? left.count < right.count : order < 0
      }
    }
  }

  package var description: String { string }

  private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var string = string
    return string.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  /// That of the bytes which both have: below, above or equal to 0.
  private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
    guard let start = left.baseAddress, let other = right.baseAddress else { return 0 }
    return memcmp(start, other, min(left.count, right.count))
  }
}
