@testable import CloudTrail

/// What a reader handed on of one event, copied out of it.
struct SeenEvent: Equatable, CustomStringConvertible {
  var time: String
  var account: String
  var principal: String
  var action: String
  var type: String?
  var error: String?
  var isError: Bool
  var readOnly: Bool?
  var eventID: String?
  var record: String
  var position: Int?

  init(_ event: EventView) {
    time = event.time.rfc3339
    account = event.withAccount { String(decoding: $0, as: UTF8.self) }
    principal = event.principal.withUTF8 { String(decoding: $0, as: UTF8.self) }
    action = event.withAction { String(decoding: $0, as: UTF8.self) }
    type = event.principalType?.string
    error = event.recordedErrorCode?.string
    isError = event.isError
    readOnly = event.readOnly
    eventID = event.eventID?.string
    record = String(decoding: event.recordBytes, as: UTF8.self)
    position = event.position
  }

  var description: String { eventID ?? "\(time) \(account) \(principal) \(action)" }
}

/// All that came of reading one text.
struct Seen: Equatable {
  var events: [SeenEvent] = []
  var rejected = 0
  var isPartial = false

  /// The `eventID`s in order, `-` for an event without one.
  var ids: [String] { events.map { $0.eventID ?? "-" } }
}

/// A text that comes in pieces of at most so many bytes, as from a pipe.
final class TricklingSource: ByteSource {
  private let bytes: [UInt8]
  private let piece: Int
  private var next = 0

  init(_ bytes: [UInt8], piece: Int) { (self.bytes, self.piece) = (bytes, piece) }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, piece, bytes.count - next)
    guard count > 0 else { return 0 }
    buffer.copyBytes(from: bytes[next..<next + count])
    next += count
    return count
  }
}

/// Reads everything that `source` gives.
func seen(_ source: any ByteSource) -> Seen {
  var seen = Seen()
  var reader = EventReader(source) { seen.events.append(SeenEvent($0)) }
  _ = reader.read()
  reader.closeText()
  seen.rejected = reader.log.rejected
  seen.isPartial = reader.log.damage != nil
  reader.finish()
  return seen
}

/// Reads a text whole, and again in pieces; nil when it matters how its bytes come.
func read(_ bytes: [UInt8]) -> Seen? {
  let whole = seen(MemorySource(bytes))
  for piece in [1, 7, 4096] where seen(TricklingSource(bytes, piece: piece)) != whole { return nil }
  return whole
}

func read(_ text: String) -> Seen? { read(Array(text.utf8)) }

/// A small record: what is given in `more` comes last and so overrides what stands before it.
func record(_ id: String, _ more: String = "") -> String {
  #"{"eventTime":"2026-11-01T00:00:00Z","eventSource":"iam.amazonaws.com","eventName":"GetUser","eventID":"\#(id)""#
    + (more.isEmpty ? "}" : ",\(more)}")
}

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}
