import Audit
import CloudTrail
import Digest

/// What OpenSearch keeps of one record: fields by the names of the domain, and the log event as it came in `@message`, which every
/// reader takes the record from again (DESIGN, Envelopes).
package struct EventDocument: Hashable, Sendable {
  /// By the UTC day of the log event, as AWS's own forwarder has it (FACTS, "What the documents look like").
  package let index: String
  /// The record's `eventID`: what is delivered twice is kept once.
  package let id: String
  /// One line of JSON, without its end.
  package let source: [UInt8]
  package let line: LogLine

  /// The documents of a log event: one for each record in it; one without a record's fields for a line that is none, for nothing is
  /// lost.
  /// - Parameter prefix: what stands before the day in the index's name.
  package static func documents(of line: LogLine, prefix: String) -> [EventDocument] {
    var found: [(id: String, fields: EventFields, record: String)] = []
    var reader = EventReader(MemorySource(Array(line.message.utf8))) { event in
      let record = String(decoding: event.recordBytes, as: UTF8.self)
      found.append((id(of: event), EventFields(event), record))
    }
    _ = reader.read()
    reader.finish()
    guard found.count > 1 else {
      let id = found.first?.id ?? lineID(line)
      return [EventDocument(line, prefix, id, found.first?.fields, message: line.message)]
    }
    // Each of several stands for itself: else every reader would find all of them in each.
    return found.map { EventDocument(line, prefix, $0.id, $0.fields, message: $0.record) }
  }

  private init(_ line: LogLine, _ prefix: String, _ id: String, _ fields: EventFields?, message: String) {
    index = prefix + EventDocument.day(of: line.time)
    self.id = id
    self.line = line
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("@timestamp")
      writer.value(EventDocument.moment(line.time))
      writer.key("@message")
      writer.value(message)
      writer.key("@id")
      writer.value(id)
      writer.key("@owner")
      writer.value(line.owner)
      writer.key("@log_group")
      writer.value(line.group)
      writer.key("@log_stream")
      writer.value(line.stream)
      fields?.write(to: &writer)
    }
    source = writer.bytes
  }

  // MARK: Ids

  /// OpenSearch takes no longer ids, in bytes (OpenSearch, "Index document": ids).
  private static let longestID = 512

  /// A record without an id is known by the hash of its bytes (DESIGN, "Duplicate").
  private static func id(of event: EventView) -> String {
    if let id = event.eventID?.string, (1...longestID).contains(id.utf8.count) { return id }
    return "sha256:\(SHA256(of: event.recordBytes))"
  }

  private static func lineID(_ line: LogLine) -> String {
    if (1...longestID).contains(line.id.utf8.count) { return line.id }
    return
      "sha256:\(SHA256(of: "\(line.group)\n\(line.stream)\n\(line.time.milliseconds)\n\(line.message)".utf8))"
  }

  // MARK: Times

  /// `YYYY.MM.DD`.
  private static func day(of time: Timestamp) -> String {
    CivilTime(seconds: time.seconds).date.split(separator: "-").joined(separator: ".")
  }

  /// By RFC 3339, with milliseconds.
  static func moment(_ time: Timestamp) -> String {
    let fraction = "\(time.milliseconds - time.seconds * 1000)"
    let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
    return "\(time.rfc3339.dropLast()).\(zeros)\(fraction)Z"
  }
}

/// What people search and group by, made of the record's fields as the terminal makes it, and those fields themselves.
private struct EventFields: Sendable {
  private let texts: [EventField: String]
  private let record: IndexedRecord

  init(_ event: EventView) {
    var texts: [EventField: String] = [:]
    for field in [EventField.account, .principal, .session, .action] {
      _ = event.withUTF8(of: field) { text in
        texts[field] = text.map { String(decoding: $0, as: UTF8.self) }
        return true
      }
    }
    self.texts = texts
    record = IndexedRecord(event)
  }

  /// What is missing is left out.
  func write(to writer: inout JSONWriter) {
    func write(_ name: StaticString, _ value: String?) {
      guard let value else { return }
      writer.key(name)
      writer.value(value)
    }
    write("account", texts[.account])
    write("principal", texts[.principal])
    write("session", texts[.session])
    write("action", texts[.action])
    record.write(to: &writer)
  }
}
