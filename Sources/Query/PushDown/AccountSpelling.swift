/// The ways in which records and documents write an account's id (COUNTING 16; FACTS on extracted fields).
enum AccountSpelling {
  /// The id itself and, of 12 digits, what is left of it without one leading zero after the other. A text of fewer digits is no account's
  /// id: as such it would have been padded.
  static func texts(of id: String) -> [String] {
    guard isDigits(id) else { return [id] }
    guard id.utf8.count >= 12 else { return [] }
    var written = [id]
    var rest = Substring(id)
    while id.utf8.count == 12, rest.first == "0", rest.count > 1 {
      rest = rest.dropFirst()
      written.append(String(rest))
    }
    return written
  }

  /// The number that stands for the id; nil for one that is no number of 12 digits.
  static func number(of id: String) -> Int64? {
    isDigits(id) && id.utf8.count == 12 ? Int64(id) : nil
  }

  private static func isDigits(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
