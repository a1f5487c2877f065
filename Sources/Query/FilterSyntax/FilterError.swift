/// Why a filter was refused, and where.
package struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The character of the filter, counted from 1, at which the trouble begins; one past the last for what is
  /// missing.
  package let column: Int
  /// What is wrong.
  package let message: String
  /// What to write instead, where that can be told.
  package let hint: String?

  package init(column: Int, message: String, hint: String? = nil) {
    (self.column, self.message, self.hint) = (column, message, hint)
  }

  /// One line; it may quote the filter, so whoever prints it sanitises it as any text from outside.
  package var description: String {
    "column \(column): \(message)" + (hint.map { "; \($0)" } ?? "")
  }
}
