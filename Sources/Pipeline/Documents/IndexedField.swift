import Audit
import CloudTrail

/// A field of a record that its document has too, at the place where the record has it: what asks records asks documents.
struct IndexedField: Sendable {
  enum Kind: Sendable {
    case time, text
    /// An account's id, which a record may have as a number; a document never.
    case accountID
    case truth
    indirect case object([IndexedField])
  }

  let name: StaticString
  let kind: Kind

  /// All that engines are asked and count by (`PushedPlace.ownFields`, a test compares them): what CloudTrail itself writes, each one
  /// value at most, and never a field of the caller's making.
  static let all: [IndexedField] =
    [IndexedField(name: "eventTime", kind: .time)]
    + texts("eventName", "eventSource", "eventType", "eventID", "awsRegion", "sourceIPAddress", "userAgent")
    + texts("errorCode", "errorMessage", "sessionCredentialFromConsole") + [
      IndexedField(name: "readOnly", kind: .truth),
      IndexedField(name: "recipientAccountId", kind: .accountID),
      object("userIdentity", identity), object("responseElements", texts("ConsoleLogin")),
    ]

  private static let identity =
    texts("type", "arn", "userName", "principalId", "invokedBy", "accessKeyId") + [
      IndexedField(name: "accountId", kind: .accountID),
      object("sessionContext", [object("sessionIssuer", texts("arn"))]),
      object("onBehalfOf", texts("userId")),
    ]

  private static func texts(_ names: StaticString...) -> [IndexedField] {
    names.map { IndexedField(name: $0, kind: .text) }
  }

  private static func object(_ name: StaticString, _ fields: [IndexedField]) -> IndexedField {
    IndexedField(name: name, kind: .object(fields))
  }
}

/// What a document has of its record: hints, for the record itself stands in `@message`.
struct IndexedRecord: Sendable {
  private indirect enum Value: Sendable {
    case text(String), truth(Bool)
    case object([(name: StaticString, value: Value)])
  }

  private var fields: [(name: StaticString, value: Value)] = []
  /// Whether the fields tell all that the record has at their places, each short enough to be indexed.
  private var isWhole = true
  private let time: Timestamp

  init(_ event: EventView) {
    time = event.time
    fields = read(IndexedField.all, of: event.record)
  }

  /// In UTF-16 code units: what `ignore_above` of the template's keywords leaves out is longer. A term of Lucene's has at most 32,766
  /// bytes, and CloudTrail writes no text of its own of more than some 1,000 characters (FACTS, CloudTrail records).
  static let longestText = 8_191

  /// `eventTime` stands for all: a document without it is not counted by its fields, and is always found.
  func write(to writer: inout JSONWriter) {
    if isWhole {
      writer.key("eventTime")
      writer.value(EventDocument.moment(time))
    }
    IndexedRecord.write(fields, to: &writer)
  }

  private static func write(_ fields: [(name: StaticString, value: Value)], to writer: inout JSONWriter) {
    for (name, value) in fields {
      writer.key(name)
      switch value {
      case .text(let text): writer.value(text)
      case .truth(let flag): writer.value(flag)
      case .object(let inner): writer.object { write(inner, to: &$0) }
      }
    }
  }

  // MARK: Reading

  private mutating func read(
    _ wanted: [IndexedField], of object: JSONView
  ) -> [(name: StaticString, value: Value)] {
    var found: [(name: StaticString, value: Value)] = []
    for field in wanted {
      guard let recorded = object.member(field.name), let value = value(recorded, field.kind) else {
        continue
      }
      found.append((field.name, value))
    }
    return found
  }

  /// Nil for what is not written; what is there all the same makes the rest less than whole.
  private mutating func value(_ recorded: JSONView, _ kind: IndexedField.Kind) -> Value? {
    switch (kind, recorded.kind) {
    case (.time, _), (_, .null): return nil
    case (.object(let inner), .object):
      let found = read(inner, of: recorded)
      return found.isEmpty ? nil : .object(found)
    case (.object, _): return nil
    case (.truth, .bool): return recorded.bool.map(Value.truth)
    case (.truth, .string):
      if let flag = recorded.text.flatMap({ Bool($0.string.lowercased()) }) { return .truth(flag) }
    case (.text, .string), (.accountID, .string):
      if let text = recorded.text?.string, text.utf16.count <= Self.longestText { return .text(text) }
    case (.accountID, .number):
      let digits = String(decoding: recorded.source, as: UTF8.self)
      if digits.utf8.count <= 12, digits.allSatisfy(\.isWholeNumber) { return .text(digits) }
    default: break
    }
    isWhole = false
    return nil
  }
}
