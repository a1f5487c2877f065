import Text

/// Something the user asked for that cannot be: printed to stderr, exit status 2.
struct UsageError: Error, CustomStringConvertible {
  /// One for each mistake, at least one.
  let lines: [String]

  init(_ description: String) { lines = [description] }

  init(lines: [String]) { self.lines = lines }

  var description: String { lines.joined(separator: "\n") }
}

/// Tells the user what cannot be.
func complain(_ error: UsageError) {
  for line in error.lines { complain("iamwatch: \(sanitised(line))") }
}
