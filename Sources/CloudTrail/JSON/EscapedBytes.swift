import CProcessor

/// Sixteen bytes at a time of a string that has escapes, without a stop at each of them: JSON inside JSON has one every few bytes.
///
/// Every buffer that is scanned ends in at least sixteen bytes of padding.
struct EscapedBytes {
  /// Quotes that end a string, a bit each.
  private let closing: UInt32
  /// Bytes that belong to the backslash before them, a bit each.
  private let escaped: UInt32
  /// Of those the ones behind which more has to be looked at: neither a quote nor a backslash.
  private let unusual: UInt32
  private let controls: UInt32
  /// Whether the byte behind these is escaped.
  let escapesNext: Bool

  /// - Parameter isEscaped: whether the first byte belongs to a backslash before it.
  @inline(__always)
  init(at pointer: UnsafePointer<UInt8>, isEscaped: Bool) {
    let bytes = iw_escape_bytes(pointer)
    let first: UInt32 = isEscaped ? 1 : 0
    let backslashes = bytes.backslashes & ~first
    // In a run of backslashes every second one is escaped. A carry runs through each run that begins at an odd place, and what it leaves
    // behind tells those runs from the others.
    let even: UInt32 = 0x5555_5555
    let behindBackslash = backslashes << 1 | first
    let oddRuns = backslashes & ~even & ~behindBackslash
    escaped = (even ^ ((oddRuns &+ backslashes) << 1)) & behindBackslash
    escapesNext = escaped >> 16 & 1 == 1
    closing = bytes.quotes & ~escaped
    unusual = escaped & 0xFFFF & ~(bytes.quotes | bytes.backslashes)
    controls = bytes.controls
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

  @inline(__always)
  func isEscaped(_ index: Int) -> Bool { escaped >> UInt32(truncatingIfNeeded: index) & 1 == 1 }
}
