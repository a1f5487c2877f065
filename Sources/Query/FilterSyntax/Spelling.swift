/// Guessing what a misspelt word was meant to be.
package enum Spelling {
  /// The candidate nearest to `word`, nil where none is near: at most two edits, and fewer than half the
  /// word.
  package static func closest(to word: String, among candidates: [String]) -> String? {
    guard word.unicodeScalars.count <= 40 else { return nil }
    let near = candidates.map { (name: $0, edits: distance(word.lowercased(), $0.lowercased())) }
      .filter { $0.edits <= 2 && $0.edits * 2 < word.unicodeScalars.count }
    return near.min { $0.edits < $1.edits }?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words (optimal string
  /// alignment).
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
