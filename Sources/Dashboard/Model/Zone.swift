/// A time zone. Its rules come from outside, for the model reads no files.
package struct Zone: Sendable {
  /// By how many seconds the zone's clocks are ahead of UTC at so many seconds since the epoch; negative to the
  /// west.
  package var offset: @Sendable (Int64) -> Int

  package init(offset: @escaping @Sendable (Int64) -> Int) { self.offset = offset }

  package static let utc = Zone { _ in 0 }
}
