/// One mistake of a configuration file: where it is, what is wrong and what to write instead.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Nil for what is wrong with the file as a whole.
  package let place: FilePlace?
  package let message: String

  package init(file: String, place: FilePlace?, message: String) {
    (self.file, self.place, self.message) = (file, place, message)
  }

  /// `file:line:column: message`; it may quote the file, so whoever prints it sanitises it.
  package var description: String {
    place.map { "\(file):\($0.line):\($0.column): \(message)" } ?? "\(file): \(message)"
  }
}

/// All that is wrong with a configuration, at least one mistake, in the order of the file.
package struct ConfigurationErrors: Error, Hashable, Sendable {
  package let all: [ConfigurationError]

  package init(_ all: [ConfigurationError]) { self.all = all }
}
