/// One object: scanned for the fields of a record and of everything that wraps records, then taken for what it is.
extension EventReader {
  /// Reads the object that begins here and is held; counts it as rejected if neither it nor anything in it is a record.
  mutating func readObject(wrappings: Int, start: Int) throws(JSONFault) {
    var object = HeldObject(start: scanner.at, position: start, origin: origin)
    scanner.isTooDeep = false
    try scanFields(&object.fields, wrappings: wrappings)
    if object.fields.heldList { return }
    guard !isTooLong(object.fields) else {
      return log.reject(at: start, "longer than \(JSONLimits.length >> 20) MiB")
    }
    guard wrappings <= Origin.maximumWrappings else {
      return log.reject(at: start, "wrapped more than \(Origin.maximumWrappings) times")
    }
    if takeScanned(&object, wrappings: wrappings) { return }
    if object.isTooDeep { log.reject(at: start, JSONFault.tooDeep.reason) } else { rejectUnknown(at: start) }
  }

  mutating func rejectUnknown(at place: Int) {
    log.reject(at: place, "neither a CloudTrail record nor anything that holds one")
  }

  /// Scans the object that begins here.
  /// - Returns: whether its fields are all that is to be read of it: it holds no lists and is not out of bounds.
  mutating func scanUnlisted(_ fields: inout RecordFields) throws(JSONFault) -> Bool {
    scanner.hold()
    scanner.isTooDeep = false
    // With no wrapping left, lists are passed over.
    try scanFields(&fields, wrappings: Origin.maximumWrappings)
    return !(fields.passedList || fields.heldList || scanner.isTooDeep || isTooLong(fields))
  }

  /// Reads the text, all of which is the scanner's, in one pass that checks it too, as one object; of the many texts inside strings most
  /// are a record.
  /// - Returns: whether it was or held a record; nil where the text has to be checked to its end before anything of it is taken, because
  ///   it is no object, holds lists, or is out of bounds.
  mutating func readLoneObject() -> Bool? {
    scanner.skipBlanks()
    guard scanner.peek() == UInt8(ascii: "{"), origin.wrappings <= Origin.maximumWrappings else { return nil }
    var object = HeldObject(start: scanner.at, position: scanner.position, origin: origin)
    do throws(JSONFault) {
      guard try scanUnlisted(&object.fields) else { return nil }
    } catch {
      return error == .tooDeep ? nil : false
    }
    let end = scanner.at
    scanner.skipBlanks()
    guard scanner.isAtEnd() else { return false }
    scanner.move(to: end)
    return takeScanned(&object, wrappings: origin.wrappings)
  }

  private func isTooLong(_ fields: RecordFields) -> Bool {
    fields.isTooLong || scanner.heldIsLost || scanner.offset > JSONLimits.length
  }

  /// Takes the object whose fields have just been scanned for what it is.
  private mutating func takeScanned(_ object: inout HeldObject, wrappings: Int) -> Bool {
    (object.start, object.length) = (scanner.heldStart, scanner.offset)
    object.origin.wrappings = wrappings
    object.isTooDeep = scanner.isTooDeep
    return withUnsafePointer(to: &object) { takeAnything(from: $0) }
  }

  private mutating func scanFields(_ fields: inout RecordFields, wrappings: Int) throws(JSONFault) {
    guard try scanner.openObject(depth: 0) else { return }
    memory.keyOrders.record.begin()
    repeat {
      if scanner.heldIsLost {
        // Too long to be a record; the lists in it are read all the same, for which the key must be held.
        fields.isTooLong = true
        fields.postponedLogEvents = 0
        scanner.hold()
      }
      if !fields.isTooLong, try scanGuessedField(into: &fields, wrappings: wrappings) { continue }
      let key = try scanner.scanKey()
      if fields.isTooLong || scanner.heldIsLost {
        try scanListField(key, into: &fields, wrappings: wrappings)
      } else {
        try scanField(learnt(key), into: &fields, wrappings: wrappings)
      }
    } while try scanner.skipComma(closing: UInt8(ascii: "}"))
    try readPostponedLogEvents(&fields, wrappings: wrappings)
  }

  /// Scans the field that begins here if its key is the one that was to be expected.
  @inline(__always)
  private mutating func scanGuessedField(
    into fields: inout RecordFields, wrappings: Int
  ) throws(JSONFault) -> Bool {
    guard let (key, length) = memory.keyOrders.record.guess(at: scanner.at) else { return false }
    scanner.move(to: scanner.at + length)
    scanner.skipBlanks()
    if scanner.heldIsLost {
      try scanner.skipValue(depth: 1)
    } else {
      try scanField(key, into: &fields, wrappings: wrappings)
    }
    return true
  }

  /// The key at `span`, whose value comes next.
  private mutating func learnt(_ span: FieldSpan) -> RecordKey {
    let key = RecordKey(span, in: scanner.heldStart)
    memory.keyOrders.record.learn(key, span, in: scanner)
    return key
  }

  /// Of an object that is too long to be a record, only the lists are read.
  private mutating func scanListField(
    _ key: FieldSpan, into fields: inout RecordFields, wrappings: Int
  ) throws(JSONFault) {
    guard !scanner.heldIsLost else { return try scanner.skipValue(depth: 1) }
    switch RecordKey(key, in: scanner.heldStart) {
    case .records: try scanList(into: &fields, wrappings: wrappings)
    case .logEvents: try scanLogEvents(into: &fields, wrappings: wrappings)
    case .hits: try scanHits(into: &fields, wrappings: wrappings)
    case .messageType: try scanMessageType(into: &fields)
    default: try scanner.skipValue(depth: 1)
    }
  }

  @inline(__always)
  private mutating func scanField(
    _ key: RecordKey, into fields: inout RecordFields, wrappings: Int
  ) throws(JSONFault) {
    switch key {
    case .other: try scanner.skipValue(depth: 1)
    case .eventTime: fields.eventTime = try scanner.scanText(depth: 1)
    case .eventSource: fields.eventSource = try scanner.scanText(depth: 1)
    case .eventName: fields.eventName = try scanner.scanText(depth: 1)
    case .awsRegion: fields.awsRegion = try scanner.scanText(depth: 1)
    case .sourceIPAddress: fields.sourceIPAddress = try scanner.scanText(depth: 1)
    case .userAgent: fields.userAgent = try scanner.scanText(depth: 1)
    case .errorCode: fields.errorCode = try scanner.scanText(depth: 1)
    case .eventID: fields.eventID = try scanner.scanText(depth: 1)
    case .sharedEventID: fields.sharedEventID = try scanner.scanText(depth: 1)
    case .recipientAccountId: fields.recipientAccountId = try scanner.scanAccountId(depth: 1)
    case .eventType: fields.eventType = try scanner.scanText(depth: 1)
    case .eventCategory: fields.eventCategory = try scanner.scanText(depth: 1)
    case .readOnly: fields.readOnly = try scanner.scanFlag(depth: 1)
    case .userIdentity:
      fields.identityPlace = scanner.peekPlace()
      try scanUserIdentity(into: &fields)
    case .requestParameters: fields.requestParameters = try scanner.scanObjectPlace(depth: 1)
    case .responseElements: fields.responseElements = try scanner.scanObjectPlace(depth: 1)
    case .additionalEventData: fields.additionalEventData = try scanner.scanObjectPlace(depth: 1)
    default: try scanWrappingField(key, into: &fields, wrappings: wrappings)
    }
  }

  /// Reads the identity that begins here, unless it is known.
  private mutating func scanUserIdentity(into fields: inout RecordFields) throws(JSONFault) {
    let offset = scanner.offset
    if let known = memory.identities.identity(at: scanner.at, count: scanner.bytesLeft, offset: offset) {
      scanner.move(to: scanner.at + known.length)
      (fields.identity, fields.identityNumber) = (known.identity, known.number)
      return
    }
    (fields.identity, fields.identityNumber) = (
      try scanner.scanUserIdentity(depth: 1, &memory.keyOrders), nil
    )
    guard !scanner.heldIsLost, !scanner.isTooDeep else { return }
    memory.identities.learn(
      fields.identity, at: scanner.heldStart + offset, length: scanner.offset - offset, offset: offset)
  }

  private mutating func scanWrappingField(
    _ key: RecordKey, into fields: inout RecordFields, wrappings: Int
  ) throws(JSONFault) {
    switch key {
    case .time: fields.time = try scanner.scanText(depth: 1)
    case .account: fields.account = try scanner.scanAccountId(depth: 1)
    case .timestamp: fields.timestamp = try scanner.scanText(depth: 1)
    case .detail: fields.detail = try scanner.scanPlace(of: UInt8(ascii: "{"), depth: 1)
    case .hitSource: fields.hitSource = try scanner.scanPlace(of: UInt8(ascii: "{"), depth: 1)
    case .logsData: fields.logsData = try scanner.scanPlace(of: UInt8(ascii: "{"), depth: 1)
    case .atMessage: fields.atMessage = try scanner.scanText(depth: 1)
    case .message: fields.message = try scanner.scanText(depth: 1)
    case .cloudTrailEvent: fields.cloudTrailEvent = try scanner.scanText(depth: 1)
    case .messageType: try scanMessageType(into: &fields)
    case .records: try scanList(into: &fields, wrappings: wrappings)
    case .logEvents: try scanLogEvents(into: &fields, wrappings: wrappings)
    case .hits: try scanHits(into: &fields, wrappings: wrappings)
    default: try scanner.skipValue(depth: 1)
    }
  }

  /// Reads a list of records where one stands; anything else is passed over, and so is a list that would be one wrapping too many:
  /// whoever nests lists must not choose how deep the stack grows.
  private mutating func scanList(into fields: inout RecordFields, wrappings: Int) throws(JSONFault) {
    guard scanner.peek() == UInt8(ascii: "[") else { return try scanner.skipValue(depth: 1) }
    guard wrappings < Origin.maximumWrappings else {
      fields.passedList = true
      return try scanner.skipValue(depth: 1)
    }
    // Places that were noted count from the hold that the list ends.
    try readPostponedLogEvents(&fields, wrappings: wrappings)
    try readList(wrappings: wrappings)
    scanner.hold()
    fields.heldList = true
  }

  /// `hits` is the list itself, or an object that holds it beside a total.
  private mutating func scanHits(into fields: inout RecordFields, wrappings: Int) throws(JSONFault) {
    guard scanner.peek() == UInt8(ascii: "{") else {
      return try scanList(into: &fields, wrappings: wrappings)
    }
    guard try scanner.openObject(depth: 1) else { return }
    repeat {
      let key = try scanner.scanKey()
      if !scanner.heldIsLost, RecordKey(key, in: scanner.heldStart) == .hits {
        try scanList(into: &fields, wrappings: wrappings)
      } else {
        try scanner.skipValue(depth: 2)
      }
    } while try scanner.skipComma(closing: UInt8(ascii: "}"))
  }

  // MARK: Subscription payloads

  /// Looks at once whether it is a control message: the text's place is worth nothing behind a list.
  private mutating func scanMessageType(into fields: inout RecordFields) throws(JSONFault) {
    let type = try scanner.scanText(depth: 1)
    guard !scanner.heldIsLost else { return }
    fields.hasMessageType = true
    fields.isControlMessage = type.text(in: scanner.heldStart)?.equals("CONTROL_MESSAGE") ?? false
  }

  /// A control message's list counts nothing (COUNTING 4). Where `messageType` has not come yet, the list waits for it.
  private mutating func scanLogEvents(into fields: inout RecordFields, wrappings: Int) throws(JSONFault) {
    guard scanner.peek() == UInt8(ascii: "[") else { return try scanner.skipValue(depth: 1) }
    if fields.isControlMessage {
      passOverControlMessage(&fields)
      return try scanner.skipValue(depth: 1)
    }
    guard !fields.hasMessageType, fields.postponedLogEvents == 0, !fields.heldList else {
      return try scanList(into: &fields, wrappings: wrappings)
    }
    let list = scanner.offset
    do throws(JSONFault) {
      try scanner.skipValue(depth: 1)
      fields.postponedLogEvents = list
    } catch {
      guard !scanner.heldIsLost else { throw error }
      scanner.move(to: scanner.heldStart + list)
      try scanList(into: &fields, wrappings: wrappings)
    }
  }

  private mutating func readPostponedLogEvents(_ fields: inout RecordFields, wrappings: Int) throws(JSONFault)
  {
    let list = fields.postponedLogEvents
    guard list > 0, !scanner.heldIsLost else { return }
    fields.postponedLogEvents = 0
    if fields.isControlMessage { return passOverControlMessage(&fields) }
    guard wrappings < Origin.maximumWrappings else { return fields.passedList = true }
    fields.heldList = true
    var part = EventReader(
      scanner: Scanner(
        over: UnsafePointer(scanner.heldStart + list), count: scanner.offset - list,
        position: scanner.heldPosition + list),
      origin: origin, take: take)
    defer { taken += part.taken }
    try part.readList(wrappings: wrappings)
    log.append(part.log)
  }

  private mutating func passOverControlMessage(_ fields: inout RecordFields) {
    fields.heldList = true
    metControlMessage = true
  }
}

extension RecordKey: Equatable {}

extension Scanner {
  /// Whether an object begins here.
  mutating func peekPlace() -> ObjectPlace { peek() == UInt8(ascii: "{") ? .object(at: offset) : .other }

  /// Steps over a value and says what it is.
  mutating func scanObjectPlace(depth: Int) throws(JSONFault) -> ObjectPlace {
    let place = peekPlace()
    try skipValue(depth: depth)
    return place
  }

  /// Steps over a value and returns its offset if it begins with `opening`; 0 otherwise.
  mutating func scanPlace(of opening: UInt8, depth: Int) throws(JSONFault) -> Int {
    let place = peek() == opening ? offset : 0
    try skipValue(depth: depth)
    return place
  }
}
