/// Something the user asked for that cannot be: printed to stderr, exit status 2.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
