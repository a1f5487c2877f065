import CloudTrail

/// What a field test looks at: a field read for every event, or a place in the record.
package enum FieldPath: Hashable, Sendable {
  /// A step into a JSON value.
  package enum Step: Hashable, Sendable {
    /// The member of this name; of an array, that member of any element.
    case key(ExactString)
    /// One element of an array, counted from 0.
    case index(Int)
  }

  /// A derived field. `account` has the account's id and its name as values, `principal` the key and its
  /// shown form, `action` both `iam:CreateUser` and `CreateUser`.
  case event(EventField)
  /// Keys from the record's root, compared by their bytes. Arrays on the way, and one at the end, stand for
  /// each of their elements, as Sigma and EventBridge read them. No steps: the root itself.
  case record([Step])

  /// The record path with these keys.
  package static func record(keys: String...) -> FieldPath {
    .record(keys.map { .key(ExactString($0)) })
  }
}
