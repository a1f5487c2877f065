import CloudTrail
import Testing

@testable import Query

@Suite struct RecordedFieldTests {
  private static let tests: [FieldTest] = [
    .text(TextPattern(exactly: "Root")), .text(TextPattern(exactly: "Root", caseSensitive: true)),
    .text(TextPattern(exactly: "")), .text(TextPattern(exactly: "7")),
    .not(.text(TextPattern(exactly: "Root"))),
    .exists, .present, .empty, .kind(.string), .kind(.number), .kind(.null), .kind(.object),
    .within(TextPattern(exactly: "Root")), .all([]), .any([]),
    .reference(.record(keys: "eventVersion")), .reference(.event(.principalType)),
  ]

  private static let values = [
    nil, #""Root""#, #""root""#, #""R\u006fot""#, #""""#, "7", "true", "null", "[]", "{}", #"["Root"]"#,
    #"["x","Root"]"#,
    #"{"a":"Root"}"#, #""Root","KEY":"x""#, #""x","KEY":"Root""#,
  ]

  /// The record with `value`, which may be several of one key, at the field; with `whole` in place of what the field is in.
  private func record(_ field: RecordedField, _ value: String?, whole: String? = nil) -> String {
    let member = value.map { #""\#(field.keys.last ?? "")":\#($0)"# }?
      .replacing("KEY", with: field.keys.last ?? "")
    var members = [#""eventTime":"2026-11-01T00:00:00Z""#, #""eventVersion":"Root""#]
    if field.keys.count == 1 {
      if field != .eventName { members.append(#""eventName":"A""#) }
      if let member { members.append(member) }
    } else {
      members.append(#""eventName":"A""#)
      members.append(#""userIdentity":\#(whole ?? "{\(member ?? "")}")"#)
    }
    return "{\(members.joined(separator: ","))}"
  }

  @Test("a field that reading noted says what the record says", arguments: RecordedField.allCases)
  func same(field: RecordedField) {
    let path = FieldPath.record(field.keys.map { .key(ExactString($0)) })
    let predicates = RecordedFieldTests.tests.flatMap { test in
      [Predicate.field(path, test), .field(path, test, .every), .not(.field(path, test))]
    }
    let pairs = predicates.map { (CompiledPredicate($0), CompiledPredicate($0, recordAt: nil), $0) }
    forEachRecord(field) { event, text in
      for (noted, looked, predicate) in pairs {
        #expect(noted.matches(event) == looked.matches(event), "\(predicate) of \(text)")
      }
    }
  }

  @Test("its text is the first one that the record has there", arguments: RecordedField.allCases)
  func text(field: RecordedField) {
    let noted = RecordText(field: field.keys.joined(separator: "."))
    let path = CompiledPath(field.keys.map { .key(ExactString($0)) })
    forEachRecord(field) { event, text in
      _ = event.withRecord { record in
        guard let record else { return false }
        var looked: String?
        _ = path.anyValue(in: record) { value in
          if [.string, .number, .bool].contains(value.kind) {
            looked = value.withUTF8 { String(decoding: $0, as: UTF8.self) }
          }
          return looked != nil
        }
        #expect(noted.first(in: record, of: event) == looked, "\(text)")
        return true
      }
    }
  }

  /// Calls `body` with an event for each value, and for each way in which there is no such place, and its record.
  private func forEachRecord(_ field: RecordedField, _ body: @escaping (EventView, String) -> Void) {
    var records = RecordedFieldTests.values.map { record(field, $0) }
    if field.keys.count > 1 {
      let key = field.keys[1]
      records += ["null", #""Root""#, #"[{"\#(key)":"Root"}]"#, #"{},"userIdentity":{"\#(key)":"Root"}"#].map
      {
        record(field, nil, whole: $0)
      }
    }
    var seen = 0
    for text in records {
      var reader = EventReader(MemorySource(Array(text.utf8))) { event in
        seen += 1
        body(event, text)
      }
      _ = reader.read()
      reader.finish()
    }
    #expect(seen >= 5)
  }
}
