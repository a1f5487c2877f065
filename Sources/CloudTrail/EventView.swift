/// One event where it lies: the fields that counting asks for, as places in the record's bytes, and the record itself for the rest.
///
/// Valid only within the call that received it.
package struct EventView {
  /// The object lies in the reader's frame while the view is handed out: a copy of it for every event would cost more than taking it.
  private let object: UnsafePointer<HeldObject>
  /// When it happened (COUNTING 12 and 13).
  package let time: Timestamp

  init(_ object: UnsafePointer<HeldObject>, time: Timestamp) {
    self.object = object
    self.time = time
  }

  func view(_ place: ObjectPlace) -> JSONView? { place.view(in: object.pointee.start) }

  func text(_ field: FieldSpan) -> JSONText? { field.text(in: object.pointee.start) }

  /// What reading noted of the record.
  var fields: RecordFields { object.pointee.fields }

  // MARK: The record

  /// The record, for any other field.
  package var record: JSONView { JSONView(validatedAt: object.pointee.start) }
  /// The record's own bytes, as they stand in the text.
  package var recordBytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: object.pointee.start, count: object.pointee.length)
  }
  /// The object that carries the record as its `detail`: an EventBridge event, or a log document in its form.
  package var envelope: JSONView? { object.pointee.origin.envelope.map(JSONView.init(validatedAt:)) }
  /// The record's offset in the text that was read; nil when it stood inside a string and so is nowhere in it as it is.
  package var position: Int? { object.pointee.origin.isDecoded ? nil : object.pointee.position }

  // MARK: Its fields, nil when absent (COUNTING 10)

  package var eventID: JSONText? { text(object.pointee.fields.eventID) }
  /// What the copies of one cross-account call, one in each account's trail, have in common.
  package var sharedEventID: JSONText? { text(object.pointee.fields.sharedEventID) }
  package var eventName: JSONText? { text(object.pointee.fields.eventName) }
  package var eventSource: JSONText? { text(object.pointee.fields.eventSource) }
  package var awsRegion: JSONText? { text(object.pointee.fields.awsRegion) }
  package var sourceIPAddress: JSONText? { text(object.pointee.fields.sourceIPAddress) }
  package var userAgent: JSONText? { text(object.pointee.fields.userAgent) }
  package var principalType: JSONText? { text(object.pointee.fields.identity.type) }
  package var accessKeyId: JSONText? { text(object.pointee.fields.identity.accessKeyId) }
  /// `readOnly` as the record says it.
  package var readOnly: Bool? { object.pointee.fields.readOnly }

  /// `errorCode` as the record has it.
  package var recordedErrorCode: JSONText? { text(object.pointee.fields.errorCode) }

  /// `errorCode`; of a failed ConsoleLogin without one the `Failure` of its `responseElements`.
  package var errorCode: JSONText? { recordedErrorCode ?? failedSignIn }

  /// DESIGN, The domain: Error.
  package var isError: Bool { errorCode != nil }

  /// Whether `errorCode` is one of the spellings of "denied" (FACTS; COUNTING 17).
  package var isDenied: Bool {
    guard let code = recordedErrorCode else { return false }
    return code.equals("AccessDenied") || code.equals("AccessDeniedException")
      || code.equals("UnauthorizedOperation") || code.equals("Client.UnauthorizedOperation")
  }

  private var failedSignIn: JSONText? {
    guard eventName?.equals("ConsoleLogin") ?? false,
      let result = responseElements?.member("ConsoleLogin")?.text, result.equals("Failure")
    else { return nil }
    return result
  }

  /// `responseElements` where it is an object.
  package var responseElements: JSONView? { view(fields.responseElements) }

  // MARK: Who, where, what

  /// Where: nil when no field says it (COUNTING 16).
  package var account: AccountID? {
    object.pointee.fields.recipientAccountId.accountID(in: object.pointee.start) ?? object.pointee.origin
      .account
      ?? object.pointee.fields.identity.accountId.accountID(in: object.pointee.start)
  }

  /// Who.
  package var principal: Principal { Principal(object.pointee.fields.identity, in: object.pointee.start) }

  /// A number that events have in common only if their `userIdentity` is the same; nil where that is not known.
  package var identityNumber: UInt64? { object.pointee.fields.identityNumber }

  /// The name of the session that acted; nil for one who acted without.
  package var session: JSONText? {
    Principal.session(object.pointee.fields.identity, in: object.pointee.start)
  }
}

extension EventView {
  /// Calls `body` with the UTF-8 of a field, nil where the event has none; the keys that are always counted say `unknown` then
  /// (COUNTING 11 and 15).
  package func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    switch field {
    case .account: withAccount { body($0) }
    case .principal: principal.withUTF8 { body($0) }
    case .action: withAction { body($0) }
    case .service: withService { body($0) }
    case .eventName: eventName.withUTF8(body)
    case .principalType: principalType.withUTF8(body)
    case .awsRegion: awsRegion.withUTF8(body)
    case .sourceIPAddress: sourceIPAddress.withUTF8(body)
    case .userAgent: userAgent.withUTF8(body)
    case .errorCode: errorCode.withUTF8(body)
    case .session: session.withUTF8(body)
    case .accessKeyId: accessKeyId.withUTF8(body)
    case .eventID: eventID.withUTF8(body)
    }
  }

  /// The account's id, `unknown` when no field says it.
  package func withAccount<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try account?.withUTF8(body) ?? withUnknown(body)
  }

  /// `iam:CreateUser`; a missing half is `unknown` (COUNTING 11).
  package func withAction<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try withService { service in
      try withEventName { name in
        let length = service.count + 1 + name.count
        return try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { action in
          _ = action.initialize(fromContentsOf: service)
          action[service.count] = UInt8(ascii: ":")
          _ = action[(service.count + 1)...].initialize(fromContentsOf: name)
          return try body(UnsafeBufferPointer(action))
        }
      }
    }
  }

  /// `eventSource` without `.amazonaws.com`.
  package func withService<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    guard let eventSource else { return try withUnknown(body) }
    return try eventSource.withUTF8 { source in
      let suffix: StaticString = ".amazonaws.com"
      let length = source.count - suffix.utf8CodeUnitCount
      guard length > 0, let base = source.baseAddress, same(base + length, suffix) else {
        return try body(source)
      }
      return try body(UnsafeBufferPointer(rebasing: source[..<length]))
    }
  }

  private func withEventName<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result
  {
    guard let eventName else { return try withUnknown(body) }
    return try eventName.withUTF8(body)
  }

  private func withUnknown<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    let unknown: StaticString = "unknown"
    return try body(UnsafeBufferPointer(start: unknown.utf8Start, count: unknown.utf8CodeUnitCount))
  }
}

extension JSONText? {
  fileprivate func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>?) throws -> Result) rethrows -> Result
  {
    guard let text = self else { return try body(nil) }
    return try text.withUTF8 { try body($0) }
  }
}

extension EventView {
  /// Whether the event changed something: `readOnly` is false or, where the record does not say, the name is no reading verb's
  /// (COUNTING 18).
  package var isWrite: Bool {
    if let readOnly { return !readOnly }
    return withEventName { Access(eventName: $0) == .write }
  }
}

/// Of what an event is counted by, what its `userIdentity` says.
package struct ActorNames: Sendable {
  package let principal: UInt32
  /// `userIdentity.type`; 0 when missing.
  package let type: UInt32

  package init(principal: UInt32, type: UInt32) { (self.principal, self.type) = (principal, type) }
}

/// What an event is counted by, each text turned to a number by whoever counts.
package struct CountedNames: Sendable {
  package var account: UInt32
  package var principal: UInt32
  package var action: UInt32
  /// `userIdentity.type`; 0 when missing.
  package var type: UInt32
  /// `errorCode` as recorded; 0 when missing.
  package var error: UInt32

  package var actor: ActorNames { ActorNames(principal: principal, type: type) }
}

extension EventView {
  /// The texts that an event is counted by, each as `number` numbers it.
  ///
  /// Not generic, unlike the functions it calls: those are specialised only within this module, and this is asked for every event.
  /// - Parameter actor: what `userIdentity` says, if that is known from another event with the same ``identityNumber``.
  package func countedNames(
    actor: ActorNames? = nil, _ number: (UnsafeBufferPointer<UInt8>) -> UInt32
  ) -> CountedNames {
    let actor =
      actor
      ?? ActorNames(principal: principal.withUTF8(number), type: principalType?.withUTF8(number) ?? 0)
    return CountedNames(
      account: withAccount(number), principal: actor.principal, action: withAction(number), type: actor.type,
      error: recordedErrorCode?.withUTF8(number) ?? 0)
  }
}
