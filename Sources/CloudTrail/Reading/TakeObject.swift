/// An object that has been found valid and lies whole in memory.
struct HeldObject {
  var fields = RecordFields()
  var start: UnsafePointer<UInt8>
  var length = 0
  /// Its place in the text.
  let position: Int
  var origin: Origin
  /// Whether it is nested deeper than a record may be; what it wraps need not be.
  var isTooDeep = false

  /// An object that begins at `start`, not scanned yet.
  init(start: UnsafePointer<UInt8>, position: Int, origin: Origin) {
    (self.start, self.position, self.origin) = (start, position, origin)
  }
}

/// Asked of the object where it lies: a property of the object itself would work on a copy of all its fields.
extension UnsafePointer<HeldObject> {
  func text(_ field: FieldSpan) -> JSONText? { field.text(in: pointee.start) }

  func timestamp(_ field: FieldSpan) -> Timestamp? { text(field)?.withUTF8(Timestamp.init(rfc3339:)) }

  /// When the record happened (COUNTING 12).
  var time: Timestamp? {
    timestamp(pointee.fields.eventTime) ?? pointee.origin.time ?? timestamp(pointee.fields.timestamp)
  }

  var isNamed: Bool { pointee.fields.eventName.isPresent || pointee.fields.eventSource.isPresent }

  /// Whether it is one of CloudTrail Insights' own events, which tell of many calls and are no record of one (COUNTING 3).
  private var isInsight: Bool {
    text(pointee.fields.eventType)?.equals("AwsCloudTrailInsight") ?? false
      || text(pointee.fields.eventCategory)?.equals("Insight") ?? false
  }

  /// Whether it is a record, if only it has a time (COUNTING 7 and 11).
  var isRecord: Bool { isNamed && !pointee.isTooDeep && !isInsight }

  /// What a record inside this object may take from it.
  func originOfInside(isEnvelope: Bool) -> Origin {
    var inside = pointee.origin
    inside.wrappings += 1
    inside.time = timestamp(pointee.fields.time) ?? timestamp(pointee.fields.timestamp) ?? pointee.origin.time
    inside.account = pointee.fields.account.accountID(in: pointee.start) ?? pointee.origin.account
    inside.envelope = isEnvelope ? pointee.start : nil
    return inside
  }
}

extension EventReader {
  /// Takes the record that the object is or wraps; says whether there was any. What wraps is tried from the outside in: the string
  /// of a log line before the fields that were extracted from it, for those are only hints (FACTS).
  ///
  /// The object is passed by its place: copying all its fields would cost as much as finding them.
  mutating func takeAnything(from object: UnsafePointer<HeldObject>) -> Bool {
    if object.pointee.fields.hitSource > 0 {
      return takeInside(object, at: object.pointee.fields.hitSource, isEnvelope: false)
    }
    if object.pointee.fields.logsData > 0, takeLogsData(object) { return true }
    if takeString(object.pointee.fields.atMessage, of: object)
      || takeString(object.pointee.fields.cloudTrailEvent, of: object)
      || takeString(object.pointee.fields.message, of: object)
    {
      return true
    }
    if object.isRecord, let time = object.time {
      take(EventView(object, time: time))
      taken += 1
      return true
    }
    return object.pointee.fields.detail > 0
      && takeInside(object, at: object.pointee.fields.detail, isEnvelope: true)
  }

  /// Takes what the object's member at `offset`, an object itself, is or wraps.
  private mutating func takeInside(_ object: UnsafePointer<HeldObject>, at offset: Int, isEnvelope: Bool)
    -> Bool
  {
    let scanner = Scanner(
      over: object.pointee.start + offset, count: object.pointee.length - offset,
      position: object.pointee.position + offset)
    return takeValue(of: scanner, origin: object.originOfInside(isEnvelope: isEnvelope))
  }

  /// Takes what the text of a string is or wraps; the text must be exactly one JSON value (COUNTING 5).
  private mutating func takeString(_ string: FieldSpan, of object: UnsafePointer<HeldObject>) -> Bool {
    guard string.isPresent, let text = object.text(string), text.raw.contains(UInt8(ascii: "{")) else {
      return false
    }
    return decoded.withPaddedUTF8(of: text) { start, count in
      let origin = object.originOfDecoded
      let scanner = Scanner(over: start, count: count, position: object.pointee.position)
      if let isTaken = takeLoneObject(of: scanner, origin: origin) { return isTaken }
      guard JSONCheck.isOneValue(start, count: count) else { return false }
      return takeValue(of: scanner, origin: origin)
    }
  }

  /// `{"awslogs":{"data":"…"}}`, as a subscription hands it to a Lambda: base64 of gzip (COUNTING 3).
  private mutating func takeLogsData(_ object: UnsafePointer<HeldObject>) -> Bool {
    let data = JSONView(validatedAt: object.pointee.start + object.pointee.fields.logsData).member("data")
    guard let bytes = data?.text?.withUTF8(Base64.decode), Gzip.isGzip(bytes),
      let inflated = Gzip.inflate(bytes, limit: JSONLimits.length), inflated.text.first == UInt8(ascii: "{")
    else { return false }
    let text = PaddedBytes(inflated.text)
    let isTaken = text.withStart { start in
      guard JSONCheck.isOneValue(start, count: text.count) else { return false }
      let scanner = Scanner(over: start, count: text.count, position: object.pointee.position)
      // What was packed is a text of its own: each of its rejects counts, as those of a file would.
      return takeValue(of: scanner, origin: object.originOfDecoded, isPayload: true)
    }
    if isTaken { log.damage = log.damage ?? inflated.damage }
    return isTaken
  }

  /// Reads one value; keeps its rejects only if it held any record, for otherwise the whole it is a part of is one reject.
  private mutating func takeValue(of scanner: Scanner, origin: Origin, isPayload: Bool = false) -> Bool {
    openInside(scanner, origin)
    inside[0].readOnlyValue()
    let counts = inside[0].taken > 0 || isPayload || inside[0].metControlMessage
    closeInside(keepingLog: counts)
    return counts
  }

  /// ``readLoneObject()`` of what is in a string.
  private mutating func takeLoneObject(of scanner: Scanner, origin: Origin) -> Bool? {
    openInside(scanner, origin)
    let isTaken = inside[0].readLoneObject()
    closeInside(keepingLog: isTaken == true)
    return isTaken
  }

  private mutating func openInside(_ scanner: Scanner, _ origin: Origin) {
    if inside.isEmpty {
      inside.append(EventReader(scanner: scanner, origin: origin, take: take))
    } else {
      inside[0].restart(scanner, origin: origin)
    }
  }

  /// What was read inside may be gone from now on.
  private mutating func closeInside(keepingLog: Bool) {
    taken += inside[0].taken
    guard keepingLog else { return }
    log.append(inside[0].log)
    metControlMessage = metControlMessage || inside[0].metControlMessage
  }
}

extension UnsafePointer<HeldObject> {
  /// What a record inside a string of this object may take from it.
  fileprivate var originOfDecoded: Origin {
    var origin = originOfInside(isEnvelope: false)
    origin.isDecoded = true
    return origin
  }
}

extension EventReader {
  fileprivate mutating func readOnlyValue() {
    scanner.skipBlanks()
    do throws(JSONFault) {
      switch scanner.peek() {
      case UInt8(ascii: "{"): try readElement(inList: false)
      case UInt8(ascii: "["): try readList(wrappings: origin.wrappings)
      default: break
      }
    } catch {
      if !listIsBroken { log.reject(at: scanner.position, error.reason) }
    }
  }
}
