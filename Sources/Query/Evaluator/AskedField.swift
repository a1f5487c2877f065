import CloudTrail

/// What of an event decides a predicate by its text alone.
package enum AskedField: Hashable, Sendable {
  /// A field that reading noted.
  case recorded(RecordedField)
  /// A member of an object whose place reading noted.
  case member(RecordedPart, name: [UInt8])
}

/// Which fields are asked.
package struct AskedFields: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ field: RecordedField) { self.init(rawValue: 1 << UInt32(field.rawValue)) }

  /// Not by way of a literal of arrays: nodes are asked for theirs by the thousand.
  package static var none: AskedFields { AskedFields(rawValue: 0) }
  /// Any ``AskedField/member(_:name:)``.
  package static let members = AskedFields(rawValue: 1 << 31)
}
