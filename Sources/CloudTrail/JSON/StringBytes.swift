import CProcessor

/// Sixteen bytes of a text at a time, as the scanner and the view look at the inside of strings.
///
/// Every buffer that is scanned ends in at least sixteen bytes of padding.
struct StringBytes {
  private let bytes: iw_string_bytes

  @inline(__always)
  init(at pointer: UnsafePointer<UInt8>) { bytes = iw_string_bytes(pointer) }

  /// Whether neither a quote, a backslash nor a control character is among them.
  @inline(__always)
  var runOn: Bool { bytes.stops == 0 }

  /// How many bytes lie before the first of those; only where there is one.
  @inline(__always)
  var beforeStop: Int { bytes.stops.trailingZeroBitCount }

  /// Whether a byte is not ASCII: of all where they run on, else of those before the stop.
  @inline(__always)
  var hasNonASCII: Bool {
    let lowest = bytes.stops & (0 &- bytes.stops)
    return bytes.non_ascii & (lowest &- 1) != 0
  }
}
