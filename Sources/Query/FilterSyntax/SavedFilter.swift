/// A filter under a name, which `@name` stands for in other filters.
package struct SavedFilter: Hashable, Sendable {
  package var name: String
  package var text: String

  package init(name: String, text: String) { (self.name, self.text) = (name, text) }
}

extension FilterParser {
  /// The filter that the `@name` at the cursor stands for. Nil, with the cursor where it was, where no saved filter is meant: then it
  /// is a word to be found, as part of an address may be.
  mutating func savedFilter() throws(FilterError) -> Predicate? {
    let start = cursor.at
    guard cursor.take("@") else { return nil }
    while !cursor.atEnd { cursor.at += 1 }
    let name = cursor.text(start + 1..<cursor.at)
    guard let filter = saved.first(where: { $0.name == name }) else {
      if let close = Spelling.closest(to: name, among: saved.map(\.name)) {
        throw cursor.error(
          "no saved filter \"@\(FilterCursor.excerpt(name))\"", at: start,
          hint: "did you mean @\(close)? quote it to search for the text")
      }
      cursor.at = start
      return nil
    }
    do {
      // Without itself: none can name itself, by whatever way round.
      var parser = FilterParser(filter.text, now: now, saved: saved.filter { $0.name != name })
      parser.depth = depth + FilterSyntax.deepest / 4
      return try parser.filter()
    } catch {
      throw cursor.error("@\(name) is no filter: \(error)", at: start)
    }
  }
}
