/// A value with the place where it was written.
package struct Placed<Value: Sendable & Hashable>: Hashable, Sendable {
  package var value: Value
  package var place: FilePlace

  package init(_ value: Value, at place: FilePlace) { (self.value, self.place) = (value, place) }
}

/// A place in a file: line and column from 1, the column in characters.
package struct FilePlace: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
}
