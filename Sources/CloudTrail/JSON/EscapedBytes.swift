import CProcessor

/// 64 bytes at a time of a string that has escapes, without a stop at each of them: JSON inside JSON has one every few bytes.
///
/// Every buffer that is scanned ends in as many bytes of padding (``InputWindow/padding``).
struct EscapedBytes {
  static let count = 64

  /// Quotes that end a string, a bit each.
  private let closing: UInt64
  /// Bytes that belong to the backslash before them, a bit each.
  private let escaped: UInt64
  /// Of those the ones behind which more has to be looked at: neither a quote nor a backslash.
  private let unusual: UInt64
  private let controls: UInt64
  private let nonASCII: UInt64
  /// Whether the byte behind these is escaped.
  let escapesNext: Bool

  /// - Parameter isEscaped: whether the first byte belongs to a backslash before it.
  @inline(__always)
  init(at pointer: UnsafePointer<UInt8>, isEscaped: Bool) {
    let bytes = iw_escape_bytes(pointer)
    let first: UInt64 = isEscaped ? 1 : 0
    let backslashes = bytes.backslashes & ~first
    // In a run of backslashes every second one is escaped. A carry runs through each run that begins at an odd place, and what it leaves
    // behind tells those runs from the others.
    let even: UInt64 = 0x5555_5555_5555_5555
    let behindBackslash = backslashes << 1 | first
    let oddRuns = backslashes & ~even & ~behindBackslash
    escaped = (even ^ ((oddRuns &+ backslashes) << 1)) & behindBackslash
    escapesNext = (backslashes & ~escaped) >> 63 == 1
    closing = bytes.quotes & ~escaped
    unusual = escaped & ~(bytes.quotes | bytes.backslashes)
    (controls, nonASCII) = (bytes.controls, bytes.non_ascii)
  }

  /// How many bytes lie before the end of the string; nil where it does not end here.
  @inline(__always)
  var beforeEnd: Int? { closing == 0 ? nil : closing.trailingZeroBitCount }

  /// How many bytes lie before the first that ends the string or has to be looked at; nil where there is none.
  @inline(__always)
  var beforeStop: Int? {
    let stops = closing | unusual | controls
    return stops == 0 ? nil : stops.trailingZeroBitCount
  }

  /// How many bytes lie before the first that is not ASCII, or begins an escape that is more than a backslash to leave out or that does not
  /// end here.
  @inline(__always)
  var decodable: Int {
    let others: UInt64 = unusual >> 1 | nonASCII | (escapesNext ? 1 << 63 : 0)
    return others.trailingZeroBitCount
  }

  /// The backslashes to leave out of the first `count` bytes, no more than are ``decodable`` and not 0.
  @inline(__always)
  func backslashes(before count: Int) -> UInt64 {
    escaped >> 1 & (UInt64.max &>> UInt64(truncatingIfNeeded: EscapedBytes.count - count))
  }

  @inline(__always)
  func isEscaped(_ index: Int) -> Bool { escaped >> UInt64(truncatingIfNeeded: index) & 1 == 1 }
}
