import CloudTrail

/// An event as a silence takes it: that there was one.
package struct Beat: Sendable {
  /// Within so many milliseconds of event time one event of a group stands for all.
  package static let slot = Rhythm.slot

  package let time: Timestamp
  /// Tells the event from all others.
  package let id: String
  package let account: String
  /// The source that brought it; nil where that is not known.
  package let source: String?
  /// Its record, where that is to be kept.
  package let record: [UInt8]?

  package init(time: Timestamp, id: String, account: String, source: String?, record: [UInt8]? = nil) {
    (self.time, self.id, self.account) = (time, id, account)
    (self.source, self.record) = (source, record)
  }

  /// That of an event, with its record.
  /// - Parameters:
  ///   - id: tells it from all others.
  ///   - source: the name of the source that brought it.
  package init(_ event: EventView, id: String, of source: String?) {
    self.init(
      time: event.time, id: id, account: event.withAccount { String(decoding: $0, as: UTF8.self) },
      source: source, record: Array(event.recordBytes))
  }
}
