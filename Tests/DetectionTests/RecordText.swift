import CloudTrail

/// A record's text, read as the program reads files.
enum RecordText {
  /// What `body` gives for each event in `text`, in order.
  static func map<Result>(_ text: String, _ body: @escaping (borrowing EventView) -> Result) -> [Result] {
    var results: [Result] = []
    var reader = EventReader(MemorySource(Array(text.utf8))) { event in results.append(body(event)) }
    _ = reader.read()
    reader.finish()
    return results
  }
}
