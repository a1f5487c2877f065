/// Reads the CloudTrail records of one text, whatever wraps them, and hands each on where it lies.
///
/// Envelopes are told apart by what is in them, never by a file's name: native `Records`, a single record, an array, NDJSON, the
/// EventBridge envelope, CloudWatch Logs documents and subscription payloads, OpenSearch answers and LookupEvents output
/// (DESIGN, Envelopes; COUNTING 1 to 12). Everything that is no record is counted and explained in ``log``.
package struct EventReader {
  /// Receives each event; the view is valid only during the call.
  package typealias Taker = (EventView) -> Void

  var scanner: Scanner
  /// What was learnt of the texts read before, and is of this one.
  var memory: ReadingMemory
  /// The reader of what is wrapped in the objects that are read here, where there was any. One for all, as it has learnt the order of
  /// their keys; a list of one, as no struct holds another of its kind.
  var inside: [EventReader] = []
  let take: Taker
  /// How many events were handed on.
  var taken = 0
  package var log = ReadingLog()
  /// Whether a value has begun anywhere: without one the whole text is one reject.
  private var sawValue = false
  /// Set while the fault that unwinds is a list's, already counted.
  var listIsBroken = false
  /// Whether a control message was met, which counts nothing (COUNTING 4).
  var metControlMessage = false
  private(set) var origin: Origin
  /// Where strings are decoded that may hold a record.
  lazy var decoded = DecodedString()

  /// A reader of the text that `source` gives, whose first byte is the text's at `position`.
  package init(
    _ source: any ByteSource, position: Int = 0, memory: consuming ReadingMemory = ReadingMemory(),
    take: @escaping Taker
  ) {
    self.init(scanner: Scanner(source, position: position), origin: Origin(), memory: memory, take: take)
  }

  /// A reader of a text whose beginning lies in memory, followed by padding (``InputWindow/padding``), and goes on in `source`. The
  /// first byte is the whole text's at `position`.
  package init(
    _ start: UnsafePointer<UInt8>, count: Int, followedBy source: any ByteSource, position: Int,
    memory: consuming ReadingMemory = ReadingMemory(), take: @escaping Taker
  ) {
    self.init(
      scanner: Scanner(over: start, count: count, position: position, followedBy: source), origin: Origin(),
      memory: memory, take: take)
  }

  init(
    scanner: Scanner, origin: Origin, memory: consuming ReadingMemory = ReadingMemory(),
    take: @escaping Taker
  ) {
    (self.scanner, self.origin, self.memory, self.take) = (scanner, origin, memory, take)
  }

  /// Begins anew, with another text.
  mutating func restart(_ scanner: Scanner, origin: Origin) {
    (self.scanner, self.origin, log, taken) = (scanner, origin, ReadingLog(), 0)
    (listIsBroken, metControlMessage) = (false, false)
  }

  /// Reads the values that stand at `places` of `text`, one at each, and hands their events to `take`.
  /// - Parameter objects: what is known already of some of them.
  package static func read(
    _ places: [TextPlace], of text: PaddedBytes, knowing objects: ScannedObjects = ScannedObjects(),
    take: @escaping Taker
  ) -> ReadingLog {
    text.withStart { start in
      var reader = EventReader(scanner: text.scanner(from: start), origin: Origin(), take: take)
      for place in places {
        if let fields = objects.fields(at: place) {
          reader.takeScanned(fields, at: place.range, of: start)
        } else {
          reader.scanner.move(to: start + place.range.lowerBound)
          reader.readValue()
        }
      }
      return reader.log
    }
  }

  /// Frees the memory of the window and gives what was learnt for the next text. The reader is of no use afterwards.
  @discardableResult
  package mutating func finish() -> ReadingMemory {
    scanner.deallocate()
    return memory.handOn()
  }

  /// Reads the values that begin before `boundary`, to their ends, and returns the place behind the last one and its blanks.
  package mutating func read(until boundary: Int = .max) -> Int {
    while true {
      skipByteOrderMark()
      guard !scanner.isAtEnd(), scanner.position < boundary else { break }
      readValue()
    }
    return scanner.position
  }

  /// To be called once the whole text has been read.
  package mutating func closeText() { if !sawValue { log.foldJunkIntoOne() } }

  /// Whether a value has begun, as a reader of an earlier part of the same text knows.
  package mutating func assumeValueSeen() { sawValue = true }

  private mutating func readValue() {
    let start = scanner.position
    do throws(JSONFault) {
      switch scanner.peek() {
      case UInt8(ascii: "{"):
        sawValue = true
        try readElement(inList: false)
      case UInt8(ascii: "["):
        sawValue = true
        scanner.hold()
        try readList(wrappings: origin.wrappings)
      default:
        log.reject(at: start, "neither { nor [ where a value should begin")
        scanner.skipLine()
      }
    } catch {
      if !listIsBroken { log.reject(at: scanner.position, error.reason) }
      listIsBroken = false
      scanner.skipToLineOfValue()
    }
    scanner.release()
  }

  private mutating func skipByteOrderMark() {
    scanner.skipBlanks()
    while scanner.skipByteOrderMark() { scanner.skipBlanks() }
  }
}

/// What wraps a record that is being read: how deep, and what a record may lack that its wrapping knows.
struct Origin {
  /// The most wrappings around a record (COUNTING 3).
  static let maximumWrappings = 8

  var wrappings = 0
  /// The envelope's `time`, else the document's `@timestamp`.
  var time: Timestamp?
  /// The envelope's `account`.
  var account: AccountID?
  /// The object whose `detail` is being read.
  var envelope: UnsafePointer<UInt8>?
  /// Whether the bytes are a string's, decoded, and so stand nowhere in the text.
  var isDecoded = false
}
