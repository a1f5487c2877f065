import CloudTrail

/// The language of `--filter` and the filter bar.
///
///     filter  = terms { "OR" terms }             OR binds weaker
///     terms   = term { ["AND"] term }            terms side by side are AND
///     term    = ("NOT" | "-") term | "(" filter ")" | field ":" value | field "{" filter "}" | word
///     field   = an alias (account, principal, action, …) or a path: key { "." key | "[" n "]" }, keys as they stand in the
///               record or in quotes; then perhaps "[one]" or "[every]"
///     value   = "(" values with AND OR NOT ")" | text | "/" regex "/" flags | a ".." b | (">" | ">=" | "<" | "<=") a
///             | network "/" length | "=" text | ["*"] "$" field ["*"] | "null" | "~" ("exists" | "empty" | kind)
///             | "~~" text
///     word    = text found anywhere in the record | "@" name of a saved filter
///
/// Text is matched whole and case-insensitively, `*` and `?` being wildcards; with `=` before it case counts.
/// Within quotes `*` and `?` are themselves, and `\"` and `\\` stand for a quote and a backslash; quoted and
/// bare parts may touch (`"AWS Console"*`). `*` alone asks for any value but null, objects and arrays
/// included. A regex is found anywhere in the value and ignores case; flags: `c` case counts, `m` `^$` at
/// lines, `s` `.` matches line ends. `~~` finds text in any key or value of an object. Ranges include both ends; `>a..<b` excludes them. A time may be a day, a
/// minute, a second, or relative (`-2h`; s m h d w). `[every]` asks it of all elements of an array instead of
/// any; `[one]` asks a list with AND or NOT of one and the same element. `field{…}` asks a filter of one
/// element, whose paths begin there (`field[every]{…}`: of each); the event's own fields have an at sign
/// before them there (`@account:`, `@is:`).
package enum FilterSyntax {
  /// The most characters a filter may have.
  package static let longest = 16_384
  /// How deeply parentheses and negations may nest.
  package static let deepest = 64

  /// `text` as the value of a field that is asked for whole, nothing in it being a wildcard.
  package static func exactly(_ text: String) -> String { "=" + ValuePrinter.quoted(text) }

  /// Reads a filter; an empty one is true for every event. `now` is what relative times count from, `saved` what
  /// `@name` stands for.
  package static func predicate(
    from text: String, now: Timestamp, saved: [SavedFilter] = []
  ) throws(FilterError) -> Predicate {
    guard text.utf8.count <= longest * 4, text.unicodeScalars.count <= longest else {
      throw FilterError(
        column: longest + 1, message: "the filter is longer than \(longest) characters",
        hint: "put long lists into a rule file")
    }
    var parser = FilterParser(text, now: now, saved: saved)
    return try parser.filter()
  }

  /// The filter that reads back as the same question; empty for ``Predicate/always``.
  package static func text(of predicate: Predicate) -> String {
    if case .all(let parts) = predicate, parts.isEmpty { return "" }
    return FilterPrinter(isRelative: false).text(of: predicate)
  }

  /// A value, or a word, that matches this text alone: quoted where that is needed.
  package static func value(_ text: String) -> String { ValuePrinter.text(of: TextPattern(exactly: text)) }
}
