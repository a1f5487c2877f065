import CloudTrail

/// A record on one line of JSON, as NDJSON has it: without the blanks between its tokens, and with whatever acts on terminals written
/// as `\uXXXX` (COUNTING 25).
package func recordJSON(_ record: JSONDocument) -> String {
  var writer = JSONWriter()
  record.withView { writer.value($0) }
  return String(decoding: writer.bytes, as: UTF8.self)
}
