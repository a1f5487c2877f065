import CloudTrail

/// A test of one value.
package indirect enum FieldTest: Hashable, Sendable {
  /// A string matches; of a number or a boolean its text as the record writes it; never null, an object or an
  /// array.
  case text(TextPattern)
  /// An expression matches somewhere in the value's text.
  case regex(RegexPattern)
  /// The text is an address of the network.
  case network(Network)
  /// A number, or a string that is one, lies in the range.
  case number(NumberRange)
  /// The text is an RFC 3339 time in the range.
  case time(TimeRange)
  /// The text has that of a value of another field, byte for byte: as a whole, or at a place within.
  case reference(FieldPath, Place = .whole)
  /// An object that has the pattern anywhere within one key or one value, at any depth.
  case within(TextPattern)
  /// Any value at all, null included.
  case exists
  /// Any value but null and an empty array.
  case present
  /// An empty string, array or object.
  case empty
  case kind(ValueKind)
  /// The same value passes all; of none, true.
  case all([FieldTest])
  /// The value passes at least one; of none, false.
  case any([FieldTest])
  /// The value does not pass. Unlike ``Predicate/not(_:)`` this asks for a value.
  case not(FieldTest)
}

/// Where in a text another one has to be.
package enum Place: Hashable, Sendable, CaseIterable { case whole, start, end, anywhere }

/// The kinds of JSON value that a test can ask for; a derived field is a string.
package enum ValueKind: String, CaseIterable, Hashable, Sendable {
  case string, number, bool, null, object
}
