import CloudTrail

/// What GetQueryResults answered, its rows as documents: each `@message` as it came, for the fields that Insights found are capped
/// (INSIGHTS, Fields).
struct QueryAnswer: Sendable {
  let progress: QueryProgress
  private(set) var text: [UInt8] = []
  private(set) var documents: [Page.Document] = []
  /// A row came without its time or its message.
  private var hasBrokenRow = false

  /// Why this is not all that the query found, in words for the reader; nil where it is.
  var shortfall: String? {
    hasBrokenRow ? "a row of Logs Insights came without its time or its message" : nil
  }

  init(_ answer: JSONDocument) {
    progress = answer.withView(QueryProgress.init)
    answer.withView { root in
      root.member("results")?.forEachElement { row in
        take(row)
        return true
      }
    }
  }

  /// A row is a list of `{"field","value"}`, values are strings, and that of an event ends with `@ptr` (INSIGHTS, API).
  private mutating func take(_ row: JSONView) {
    var time: Timestamp?
    var message: JSONView?
    var pointer: String?
    row.forEachElement { cell in
      guard let field = cell.member("field")?.text, let value = cell.member("value"), let said = value.text
      else { return true }
      if field.equals("@timestamp") { time = Timestamp(said.string) }
      if field.equals("@message") { message = value }
      if field.equals("@ptr") { pointer = said.string }
      return true
    }
    guard let time, let message else {
      hasBrokenRow = true
      return
    }
    let start = text.count
    text += "{\"@message\":".utf8
    text += message.source
    text.append(UInt8(ascii: "}"))
    let id = pointer ?? "\(time.milliseconds) \(message.text?.string ?? "")"
    documents.append(Page.Document(id: id, storedAt: time, place: TextPlace(start..<text.count)))
  }
}
