/// The fields of one object that reading asks for, found in the one pass that also checks the object.
///
/// An object may be a record, or wrap one: both kinds of field are kept side by side, and ``EventReader`` decides.
struct RecordFields {
  // A record's own (CloudTrail user guide, record contents).
  var eventTime = FieldSpan.absent
  var eventSource = FieldSpan.absent
  var eventName = FieldSpan.absent
  var awsRegion = FieldSpan.absent
  var sourceIPAddress = FieldSpan.absent
  var userAgent = FieldSpan.absent
  var errorCode = FieldSpan.absent
  var eventID = FieldSpan.absent
  var sharedEventID = FieldSpan.absent
  var recipientAccountId = FieldSpan.absent
  var readOnly: Bool?
  var eventType = FieldSpan.absent
  var eventCategory = FieldSpan.absent
  var identity = UserIdentity()
  /// By which the identity is known again; nil for one that is not.
  var identityNumber: UInt64?
  var identityPlace = ObjectPlace.absent
  var requestParameters = ObjectPlace.absent
  var responseElements = ObjectPlace.absent
  var additionalEventData = ObjectPlace.absent

  // A wrapping's: the EventBridge envelope, a CloudWatch Logs document, an OpenSearch hit, LookupEvents output.
  var time = FieldSpan.absent
  var account = FieldSpan.absent
  var timestamp = FieldSpan.absent
  var detail = 0
  var hitSource = 0
  var logsData = 0
  var atMessage = FieldSpan.absent
  var message = FieldSpan.absent
  var cloudTrailEvent = FieldSpan.absent

  // A list's.
  /// A list of records stood in the object and has been read.
  var heldList = false
  /// A list that would be one wrapping too many was passed over.
  var passedList = false
  /// The object has turned out longer than a record may be before all of it was read.
  var isTooLong = false
  /// `messageType` has come, and whether it is `CONTROL_MESSAGE`.
  var hasMessageType = false
  var isControlMessage = false
  /// The offset of a `logEvents` list that stands before the `messageType` that says whether it counts; 0 for none.
  var postponedLogEvents = 0
}

/// The keys that reading asks for. What is not among them is checked and passed over.
enum RecordKey {
  case eventTime, eventSource, eventName, awsRegion, sourceIPAddress, userAgent, errorCode, eventID,
    sharedEventID, recipientAccountId
  case readOnly, userIdentity, requestParameters, responseElements, additionalEventData, eventType,
    eventCategory
  case time, account, timestamp, detail, hitSource, logsData, atMessage, message, cloudTrailEvent
  case records, logEvents, hits, messageType
  case other

  /// The key that stands at `span` of the object at `base`, decoded if it is written with escapes.
  @inline(__always)
  init(_ span: FieldSpan, in base: UnsafePointer<UInt8>) {
    self =
      span.isPlain
      ? RecordKey(base + Int(span.offset), length: span.length) : RecordKey(escaped: span.text(in: base))
  }

  private init(escaped text: JSONText?) {
    var decoded: [UInt8] = []
    text?.appendDecoded(to: &decoded)
    let length = decoded.count
    decoded += [UInt8](repeating: 0, count: 8)
    self = decoded.withUnsafeBufferPointer { $0.baseAddress.map { RecordKey($0, length: length) } ?? .other }
  }

  /// The key whose bytes, between its quotes, begin at `start`: told by length first, so that most take one comparison.
  @inline(__always)
  init(_ start: UnsafePointer<UInt8>, length: Int) {
    switch length {
    case 4: self = Self.ofFour(start)
    case 6: self = Self.ofSix(start)
    case 7: self = Self.ofSeven(start)
    case 8: self = same(start, "readOnly") ? .readOnly : same(start, "@message") ? .atMessage : .other
    case 9: self = Self.ofNine(start)
    case 10: self = same(start, "@timestamp") ? .timestamp : .other
    case 11:
      self = same(start, "eventSource") ? .eventSource : same(start, "messageType") ? .messageType : .other
    case 12: self = same(start, "userIdentity") ? .userIdentity : .other
    case 13:
      self =
        same(start, "eventCategory")
        ? .eventCategory : same(start, "sharedEventID") ? .sharedEventID : .other
    case 15:
      self =
        same(start, "sourceIPAddress")
        ? .sourceIPAddress : same(start, "CloudTrailEvent") ? .cloudTrailEvent : .other
    case 16: self = same(start, "responseElements") ? .responseElements : .other
    case 17: self = same(start, "requestParameters") ? .requestParameters : .other
    case 19: self = same(start, "additionalEventData") ? .additionalEventData : .other
    case 18: self = same(start, "recipientAccountId") ? .recipientAccountId : .other
    default: self = .other
    }
  }

  private static func ofFour(_ start: UnsafePointer<UInt8>) -> RecordKey {
    same(start, "time") ? .time : same(start, "hits") ? .hits : .other
  }

  private static func ofSix(_ start: UnsafePointer<UInt8>) -> RecordKey {
    same(start, "detail") ? .detail : same(start, "Events") || same(start, "events") ? .records : .other
  }

  private static func ofSeven(_ start: UnsafePointer<UInt8>) -> RecordKey {
    switch start.pointee {
    case UInt8(ascii: "e"): same(start, "eventID") ? .eventID : .other
    case UInt8(ascii: "a"): same(start, "account") ? .account : same(start, "awslogs") ? .logsData : .other
    case UInt8(ascii: "m"): same(start, "message") ? .message : .other
    case UInt8(ascii: "_"): same(start, "_source") ? .hitSource : .other
    case UInt8(ascii: "R"): same(start, "Records") ? .records : .other
    default: .other
    }
  }

  private static func ofNine(_ start: UnsafePointer<UInt8>) -> RecordKey {
    switch start[5] {
    case UInt8(ascii: "T"):
      same(start, "eventTime") ? .eventTime : same(start, "eventType") ? .eventType : .other
    case UInt8(ascii: "N"): same(start, "eventName") ? .eventName : .other
    case UInt8(ascii: "g"):
      same(start, "awsRegion") ? .awsRegion : same(start, "userAgent") ? .userAgent : .other
    case UInt8(ascii: "C"): same(start, "errorCode") ? .errorCode : .other
    case UInt8(ascii: "e"):
      same(start, "logEvents") ? .logEvents : same(start, "userAgent") ? .userAgent : .other
    default: same(start, "userAgent") ? .userAgent : .other
    }
  }
}

/// Whether the bytes at `start` are those of `name`; as many as `name` has must be readable.
@inline(__always)
func same(_ start: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
  let count = name.utf8CodeUnitCount
  let wanted = UnsafeRawPointer(name.utf8Start)
  let found = UnsafeRawPointer(start)
  if count >= 8 {
    guard found.loadUnaligned(as: UInt64.self) == wanted.loadUnaligned(as: UInt64.self) else { return false }
    let last = count - 8
    return found.loadUnaligned(fromByteOffset: last, as: UInt64.self)
      == wanted.loadUnaligned(fromByteOffset: last, as: UInt64.self)
  }
  if count >= 4 {
    guard found.loadUnaligned(as: UInt32.self) == wanted.loadUnaligned(as: UInt32.self) else { return false }
    let last = count - 4
    return found.loadUnaligned(fromByteOffset: last, as: UInt32.self)
      == wanted.loadUnaligned(fromByteOffset: last, as: UInt32.self)
  }
  for index in 0..<count where start[index] != name.utf8Start[index] { return false }
  return true
}
