/// The rows of a CSV text (RFC 4180): fields between commas, in quotes where they hold commas, quotes or line ends. Lines without a field
/// are left out.
struct CSVRows {
  struct Row: Hashable {
    var fields: [String]
    /// Where it begins, from 1.
    var line: Int
  }

  private(set) var rows: [Row] = []

  init(_ text: String) {
    var row = Row(fields: [], line: 1)
    var field: [UInt8] = []
    var (line, isQuoted, wasQuoted) = (1, false, false)
    func decoded() -> String { String(decoding: field, as: UTF8.self) }
    func end() {
      if !row.fields.isEmpty || !field.isEmpty || wasQuoted {
        row.fields.append(decoded())
        rows.append(row)
      }
      (row, field, wasQuoted) = (Row(fields: [], line: line), [], false)
    }
    var bytes = Array(text.utf8)[...]
    // What spreadsheets write at the beginning.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && bytes.first == byte:
        bytes.removeFirst()
        field.append(byte)
      case UInt8(ascii: "\"") where isQuoted || field.isEmpty: (isQuoted, wasQuoted) = (!isQuoted, true)
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: ","):
        row.fields.append(decoded())
        (field, wasQuoted) = ([], false)
      case UInt8(ascii: "\n"): end()
      case UInt8(ascii: "\r"): break
      default: field.append(byte)
      }
    }
    end()
  }
}
