import Testing

@testable import CloudTrail

@Suite struct JSONCheckTests {
  private func fault(_ text: String) -> JSONFault? { JSONCheck.fault(in: Array(text.utf8))?.fault }

  @Test(
    "a value of RFC 8259 has no fault",
    arguments: [
      "{}", "[]", "0", "-0", "1.5e-3", "1E400", "true", "false", "null", #""""#, #"{"a":[1,{"b":null}]}"#,
      " [ 1 , 2 ] ",
      "\r\n\t{}", #"["\u0000\"\\\/\b\f\n\r\t"]"#, "[\"\u{7F}한\"]", #"{"a":1,"a":2}"#, #"{"":0}"#,
    ])
  func valid(text: String) { #expect(fault(text) == nil) }

  @Test(
    "a fault is named",
    arguments: [
      ("", .unexpectedEnd), ("{", .unexpectedEnd), (#"{"a""#, .unexpectedEnd), (#"{"a":"#, .unexpectedEnd),
      ("[1", .unexpectedEnd),
      ("[1,", .unexpectedEnd), (#""abc"#, .unexpectedEnd), (#""a\"#, .unexpectedEnd),
      (#""\u12"#, .unexpectedEnd),
      ("tru", .unexpectedEnd), ("-", .unexpectedEnd), ("NaN", .expectedValue), ("+1", .expectedValue),
      (".5", .expectedValue),
      ("[,1]", .expectedValue), ("[1,]", .expectedValue), ("{,}", .expectedKey), (#"{"a":1,}"#, .expectedKey),
      ("{a:1}", .expectedKey), (#"{"a" 1}"#, .expectedColon), ("[1 2]", .expectedCommaOrBracket),
      (#"{"a":1 "b":2}"#, .expectedCommaOrBracket), ("[01]", .expectedCommaOrBracket),
      ("[0x1]", .expectedCommaOrBracket),
      ("[1}", .expectedCommaOrBracket), ("trUe", .badLiteral), ("nulL", .badLiteral), ("[1.]", .badNumber),
      ("[1e]", .badNumber),
      ("[-a]", .badNumber), (#""\x""#, .badEscape), (#""\u12G4""#, .badEscape),
      ("\"a\nb\"", .controlCharacter),
      ("\"a\u{0}b\"", .controlCharacter), ("{} {}", .textBehindValue), ("1,", .textBehindValue),
      ("{}\u{0}", .textBehindValue),
    ] as [(String, JSONFault)])
  func invalid(text: String, expected: JSONFault) { #expect(fault(text) == expected) }

  @Test("512 levels are allowed and 513 are not", arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depth(opening: String, closing: String) {
    func nested(_ levels: Int) -> String {
      String(repeating: opening, count: levels) + "1" + String(repeating: closing, count: levels)
    }
    #expect(fault(nested(512)) == nil)
    #expect(fault(nested(513)) == .tooDeep)
  }

  @Test("what breaks off below a hundred thousand levels is a fault, not a crash")
  func deep() { #expect(fault(String(repeating: #"[{"a":"#, count: 100_000)) == .unexpectedEnd) }

  @Test("a mistake below the deepest level allowed is found")
  func deepMistake() {
    #expect(
      fault(String(repeating: "[", count: 600) + "1 2" + String(repeating: "]", count: 600))
        == .expectedCommaOrBracket)
  }

  @Test("a bracket of the other kind does not close what is too deep")
  func deepBrackets() {
    let closing = String(repeating: "]", count: 599) + "}"
    #expect(fault(String(repeating: "[", count: 600) + closing) == .expectedCommaOrBracket)
  }
}

@Suite struct JSONDocumentTests {
  @Test("a document keeps its value without the blanks around it")
  func trimmed() throws {
    let document = try JSONDocument(parsing: Array(" \n{\"a\": 1}\r\n".utf8))
    #expect(String(decoding: document.bytes, as: UTF8.self) == #"{"a": 1}"#)
  }

  @Test("a value that is neither object nor array is no document", arguments: ["1", #""{}""#, "null"])
  func scalar(text: String) {
    #expect(throws: JSONFault.expectedValue) { try JSONDocument(parsing: Array(text.utf8)) }
  }

  @Test("a text that breaks off is no document")
  func broken() { #expect(throws: JSONFault.unexpectedEnd) { try JSONDocument(parsing: Array("{".utf8)) } }
}
