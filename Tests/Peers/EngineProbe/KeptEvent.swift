import CloudTrail
import Query

/// A document and the event that is read from it.
struct KeptEvent {
  let text: [UInt8]

  /// Calls `body` with each event that the document holds: one.
  func withEvent(_ body: (EventView) -> Void) {
    withoutActuallyEscaping(body) { body in
      var reader = EventReader(MemorySource(text), take: body)
      _ = reader.read()
      reader.finish()
    }
  }
}
