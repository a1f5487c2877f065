import YAML

/// Why a Sigma document cannot be honoured, and where.
package struct SigmaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  package let line: Int
  /// From 1, in characters.
  package let column: Int
  package let reason: String

  package init(_ reason: String, line: Int, column: Int = 1) {
    (self.reason, self.line, self.column) = (reason, line, column)
  }

  init(_ reason: String, at node: YAMLNode) { self.init(reason, line: node.line, column: node.column) }

  init(_ reason: String, at entry: YAMLEntry) { self.init(reason, line: entry.line, column: entry.column) }

  package var description: String { "line \(line), column \(column): \(reason)" }
}
