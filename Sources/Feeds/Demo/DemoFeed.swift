import CloudTrail

/// Reads the demo into a sink: the day so far, and then, if asked to, what happens from now on.
package struct DemoFeed: Sendable {
  /// Rows are handed over after about so many bytes: a screen wants its first events soon.
  private static let commitInterval = 1 << 20

  private let demo: Demo

  package init(_ demo: Demo) { self.demo = demo }

  /// Reads the day, moved by `shift` milliseconds.
  package func readHistory(shiftedBy shift: Int64, into sink: some EventSink) {
    var reader = EventReader(DemoSource(demo.history(shiftedBy: shift))) {
      sink.take($0, file: 0, isReadable: false)
    }
    defer { reader.finish() }
    var boundary = Self.commitInterval
    while reader.read(until: boundary) >= boundary {
      sink.commit()
      boundary += Self.commitInterval
    }
    sink.commit()
  }

  /// Goes on from `start` until the task is cancelled, each event at its time by `clock`, both in milliseconds since 1970.
  package func live(from start: Int64, clock: @Sendable () -> Int64, into sink: some EventSink) async {
    for record in demo.live(from: start) {
      let pause = record.time - clock()
      if pause > 0 { try? await Task.sleep(for: .milliseconds(pause)) }
      guard !Task.isCancelled else { return }
      var reader = EventReader(MemorySource(record.bytes)) { sink.take($0, file: 0, isReadable: false) }
      _ = reader.read()
      reader.finish()
      sink.commit()
    }
  }
}
