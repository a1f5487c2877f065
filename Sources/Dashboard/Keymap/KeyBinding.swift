import Terminal

/// Keys and what they do, as data: help and hints are made from it.
package struct KeyBinding: Hashable, Sendable {
  /// Where a key means something.
  package enum Context: String, CaseIterable, Hashable, Sendable {
    case everywhere, timeline, tables, alerts, events, details, lineage, marks
    /// The page of one principal.
    case page
  }

  package var keys: [Key]
  package var command: KeyCommand
  /// The help's line.
  package var description: String
  /// The word in the status line; nil where the line leaves it out.
  package var hint: String?
  package var contexts: Set<Context>

  package init(
    _ keys: [Key], _ command: KeyCommand, _ description: String, hint: String? = nil,
    in contexts: Set<Context> = [.everywhere]
  ) {
    (self.keys, self.command, self.description) = (keys, command, description)
    (self.hint, self.contexts) = (hint, contexts)
  }
}
