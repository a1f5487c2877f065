import Text

/// Accounts' names from a CSV file: with a heading, as the console of AWS Organizations exports the list of accounts, or without, the id
/// first and the name behind it.
package struct AccountNamesFile: Sendable {
  package let names: [(id: String, name: String)]

  /// A larger file is no list of accounts; an organization has 10,000 at most.
  private static let largest = 4 << 20
  private static let idTitles = ["account id", "accountid", "id", "account", "account number"]
  private static let nameTitles = ["account name", "accountname", "name", "alias"]

  /// - Throws: every line that cannot be taken, or why the file cannot be read.
  package init(path: String) throws(ConfigurationErrors) {
    let bytes = try ConfigurationFile.bytes(of: path, largest: Self.largest)
    guard let bytes else { throw ConfigurationFile.unreadable(path, "there is no such file") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationFile.unreadable(path, "is not UTF-8; save it as UTF-8")
    }
    try self.init(csv: text, file: path)
  }

  /// - Parameter file: how messages call it.
  init(csv text: String, file: String) throws(ConfigurationErrors) {
    var rows = CSVRows(text).rows[...]
    var (idColumn, nameColumn) = (0, 1)
    if let first = rows.first, let columns = AccountNamesFile.columns(first.fields) {
      (idColumn, nameColumn) = columns
      rows.removeFirst()
    }
    var names: [(id: String, name: String)] = []
    var mistakes: [ConfigurationError] = []
    for row in rows {
      let place = FilePlace(line: row.line, column: 1)
      guard row.fields.count > max(idColumn, nameColumn) else {
        mistakes.append(
          ConfigurationError(file: file, place: place, message: "write an account's id, a comma and its name")
        )
        continue
      }
      let (id, name) = (row.fields[idColumn].trimmed, row.fields[nameColumn].trimmed)
      guard let padded = AccountNamesFile.padded(id) else {
        mistakes.append(
          ConfigurationError(
            file: file, place: place, message: "\"\(sanitised(id.prefix(40)))\" is no account's id: 12 digits"
          ))
        continue
      }
      if !name.isEmpty { names.append((padded, String(name))) }
    }
    guard mistakes.isEmpty else { throw ConfigurationErrors(Array(mistakes.prefix(20))) }
    self.names = names
  }

  /// The columns of id and name; nil for a row that is no heading.
  private static func columns(_ titles: [String]) -> (Int, Int)? {
    let titles = titles.map { $0.trimmed.lowercased().replacing("_", with: " ") }
    guard let id = idTitles.lazy.compactMap({ titles.firstIndex(of: $0) }).first,
      let name = nameTitles.lazy.compactMap({ titles.firstIndex(of: $0) }).first
    else { return nil }
    return (id, name)
  }

  /// Spreadsheets take the zeros before an id away.
  private static func padded(_ id: Substring) -> String? {
    guard (1...12).contains(id.utf8.count), id.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return String(repeating: "0", count: 12 - id.utf8.count) + id
  }
}

extension StringProtocol {
  fileprivate var trimmed: Substring {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var text = Substring(self)
    while text.first.map(isBlank) == true { text.removeFirst() }
    while text.last.map(isBlank) == true { text.removeLast() }
    return text
  }
}
