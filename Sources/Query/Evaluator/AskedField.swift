import CloudTrail

/// What of an event decides a predicate by its text alone.
package enum AskedField: Hashable, Sendable {
  /// A field that reading noted.
  case recorded(RecordedField)
  /// A member of an object whose place reading noted.
  case member(RecordedPart, name: [UInt8])
}
