extension TextPattern {
  /// Whether the whole of `text` matches, for a pattern that is asked once; a ``CompiledPredicate`` keeps
  /// what this prepares anew.
  package func matches(_ text: String) -> Bool {
    let matcher = TextMatcher(self)
    return Array(text.utf8).withUnsafeBufferPointer { matcher.matches($0) }
  }
}
