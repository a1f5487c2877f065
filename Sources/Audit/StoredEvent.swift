import CloudTrail
import Detection
import Query

/// A row of the store, asked as an event is: what the columns hold is answered from them, the rest from the record.
struct StoredEvent: Subject, ~Copyable {
  // The store's columns outlive the question: a subject is made, asked and dropped within one read of the store.
  let core: Row.Core
  let group: Group
  let details: Row.Details?
  let eventID: UInt32
  let key: EventKey
  let place: RecordPlace
  let archive: (any RecordArchive)?
  let isWrite: Bool
  let matches: RuleMatches
  let rules: [Rule]
  let strings: Interner

  var time: Timestamp { core.time }
  var isError: Bool { core.flags.contains(.error) }
  var isDenied: Bool { core.flags.contains(.denied) }

  func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    switch field {
    case .account: return strings.withUTF8(group.account) { body($0) }
    case .principal: return strings.withUTF8(group.principal) { body($0) }
    case .action: return strings.withUTF8(group.action) { body($0) }
    case .service: return withActionPart(body) { $0.prefix { $0 != UInt8(ascii: ":") } }
    case .eventName: return withEventName(body)
    case .principalType: return withPresent(group.type, body)
    case .errorCode: return withErrorCode(body)
    case .awsRegion: return withDetail(\.region, body)
    case .sourceIPAddress: return withDetail(\.sourceIP, body)
    case .userAgent: return withDetail(\.userAgent, body)
    case .session: return withDetail(\.session, body)
    case .accessKeyId: return withDetail(\.accessKey, body)
    case .eventID:
      guard let text = StoredEvents.eventID(eventID, key, strings) else { return body(nil) }
      return Array(text.utf8).withUnsafeBufferPointer { body($0) }
    }
  }

  func withRecord(_ body: (JSONView?) -> Bool) -> Bool {
    guard place != .nowhere, let bytes = archive?.record(at: place),
      let document = try? JSONDocument(parsing: bytes)
    else { return body(nil) }
    return document.withView { body($0) }
  }

  func anyAlert(_ body: (UnsafeBufferPointer<UInt8>, Severity) -> Bool) -> Bool {
    matches.indices.contains { index in
      Array(rules[index].id.utf8).withUnsafeBufferPointer { body($0, rules[index].level) }
    }
  }

  private func withPresent(_ id: UInt32, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    id == 0 ? body(nil) : strings.withUTF8(id) { body($0) }
  }

  private func withDetail(
    _ field: KeyPath<Row.Details, UInt32>, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool
  ) -> Bool {
    withPresent(details?[keyPath: field] ?? 0, body)
  }

  private func withErrorCode(_ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    guard core.error == 0, isError else { return withPresent(core.error, body) }
    return Array("Failure".utf8).withUnsafeBufferPointer { body($0) }
  }

  /// `unknown` in an action stands for a name that the record does not have; no action of AWS is called so.
  private func withEventName(_ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    strings.withUTF8(group.action) { action in
      let name = action.drop { $0 != UInt8(ascii: ":") }.dropFirst()
      return name.elementsEqual("unknown".utf8) ? body(nil) : body(UnsafeBufferPointer(rebasing: name))
    }
  }

  private func withActionPart(
    _ body: (UnsafeBufferPointer<UInt8>?) -> Bool,
    _ part: (UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    strings.withUTF8(group.action) { body(UnsafeBufferPointer(rebasing: part($0))) }
  }
}
