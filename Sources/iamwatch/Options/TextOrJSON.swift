/// `--format` of the commands that print for people or for programs.
enum TextOrJSON: String {
  case text, json

  /// The flag's or its variable's; text where neither is given.
  ///
  /// - Throws: ``UsageError`` that says what the flag takes.
  init(_ flag: String?) throws(UsageError) {
    let format = flag ?? Environment.flag("FORMAT") ?? "text"
    guard let known = TextOrJSON(rawValue: format) else {
      throw UsageError("--format \(format): text or json")
    }
    self = known
  }
}
