import CloudTrail

/// A question about one event that has a yes or a no. The filter bar, Sigma rules and event patterns all
/// become one.
package indirect enum Predicate: Hashable, Sendable {
  /// Every one holds; of none, true.
  case all([Predicate])
  /// At least one holds; of none, false.
  case any([Predicate])
  case not(Predicate)
  /// Values at a path pass a test. A path without a value matches nothing, whatever the test and the
  /// quantifier; so the negation of the whole matches.
  case field(FieldPath, FieldTest, Quantifier = .any)
  /// Elements at a record path satisfy a predicate whose record paths begin at the element: several
  /// conditions on the same element, as EventBridge demands. A path that ends at a single object counts as
  /// one element.
  case elements([FieldPath.Step], Quantifier, Predicate)
  /// The event's time lies in the range.
  case time(TimeRange)
  case flag(EventFlag)
  /// A rule that matched the event has such an id.
  case rule(TextPattern)
  /// A rule that matched the event has a severity in the range.
  case severity(ClosedRange<Severity>)
  /// The pattern occurs anywhere in the record: within one key or one value (string, number, `true`, `false`)
  /// at any depth, or within the account's name or the principal's shown form.
  case anywhere(TextPattern)
}

/// How many of the values at a path must pass.
package enum Quantifier: Hashable, Sendable {
  /// At least one.
  case any
  /// Every one, and there is at least one.
  case every
}

/// What an event as a whole can be, the words of `is:`.
package enum EventFlag: String, CaseIterable, Hashable, Sendable {
  /// DESIGN, The domain: Error.
  case error
  /// DESIGN, The domain: Denied.
  case denied
  /// The event says `readOnly` false or, saying nothing, has a name that COUNTING 18 reads as a write.
  case write
  case read
  /// Made in the web console: `eventType` AwsConsoleSignIn or AwsConsoleAction,
  /// `sessionCredentialFromConsole` true, or the console's own user agents.
  case console
  /// `userIdentity.type` is Root.
  case root
  /// A rule matched it.
  case alert
}

extension Predicate {
  /// The event's field is exactly `value`, byte for byte: what selecting a row of a table asks.
  package static func equals(_ field: EventField, _ value: ExactString) -> Predicate {
    .field(.event(field), .text(TextPattern(exactly: value.string, caseSensitive: true)))
  }

  /// True for every event.
  package static var always: Predicate { .all([]) }

  /// Both hold; an `all` on either side is taken apart, so that chains stay flat.
  package func and(_ other: Predicate) -> Predicate { .conjunction([self, other]) }

  /// One `all` of the parts, flat; a single part stands for itself.
  package static func conjunction(_ parts: [Predicate]) -> Predicate {
    var flat: [Predicate] = []
    for part in parts {
      if case .all(let inner) = part { flat += inner } else { flat.append(part) }
    }
    return flat.count == 1 ? flat[0] : .all(flat)
  }

  /// One `any` of the parts, flat; a single part stands for itself.
  package static func disjunction(_ parts: [Predicate]) -> Predicate {
    var flat: [Predicate] = []
    for part in parts {
      if case .any(let inner) = part { flat += inner } else { flat.append(part) }
    }
    return flat.count == 1 ? flat[0] : .any(flat)
  }
}

extension Predicate: CustomStringConvertible {
  /// The predicate as filter text, which ``FilterSyntax`` reads back.
  package var description: String { FilterSyntax.text(of: self) }
}
