import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite("JSON as an outline")
struct JSONOutlineTests {
  private func lines(_ text: String) throws -> [String] {
    try JSONDocument(parsing: Array(text.utf8)).withView { JSONOutline.lines(of: $0) }
  }

  @Test("members one a line, two blanks a level, elements with a dash")
  func nested() throws {
    let text = #"{"a":1,"b":{"c":"x\u0041"},"d":[true,{"e":null}],"f":[],"g":{}}"#
    #expect(
      try lines(text) == [
        "a: 1", "b: ", "  c: xA", "d: ", "  - true", "  - ", "    e: null", "f: []", "g: {}",
      ])
  }

  @Test("null has none") func null() throws { #expect(try lines(#"[null]"#) == ["", "  - null"]) }

  @Test("a record with very many members is cut and says so")
  func many() throws {
    let text = "[" + Array(repeating: "1", count: JSONOutline.most + 1000).joined(separator: ",") + "]"
    let found = try lines(text)
    #expect(found.count == JSONOutline.most + 1)
    #expect(found.last == "and more")
  }
}

@Suite("JSON as JSON on several lines")
struct JSONPrettyTests {
  private func lines(_ text: String) throws -> [String] {
    try JSONDocument(parsing: Array(text.utf8)).withView { JSONPretty.lines(of: $0) }
  }

  @Test("two blanks a level, strings and numbers as they are written")
  func nested() throws {
    let text = #"{"a":1.50,"b":{"c":"x\u0041","d\"":[true,{"e":null}]},"f":[],"g":{}}"#
    #expect(
      try lines(text) == [
        "{", #"  "a": 1.50,"#, #"  "b": {"#, #"    "c": "x\u0041","#, #"    "d\"": ["#, "      true,",
        "      {",
        #"        "e": null"#, "      }", "    ]", "  },", #"  "f": [],"#, #"  "g": {}"#, "}",
      ])
  }

  @Test("what is read again is the same", arguments: 0..<60)
  func roundTrip(seed: UInt64) throws {
    var random = SeededRandom(state: seed)
    let text = Self.value(&random, levels: 4)
    let written = try lines("[\(text)]").joined(separator: "\n")
    // Without blanks outside strings (there are none inside) nothing differs.
    #expect(written.filter { !$0.isWhitespace } == "[\(text)]")
  }

  private static func value(_ random: inout SeededRandom, levels: Int) -> String {
    let count = random.below(4)
    switch levels == 0 ? 0 : random.below(4) {
    case 1:
      return "[" + (0..<count).map { _ in value(&random, levels: levels - 1) }.joined(separator: ",") + "]"
    case 2, 3:
      return "{"
        + (0..<count).map { #""k\#($0)":\#(value(&random, levels: levels - 1))"# }.joined(separator: ",")
        + "}"
    default: return random.pick(["1", "\"\"", "null", #""a\\\"b""#, "true", "-1.5e3"])
    }
  }

  @Test("a record with very many members is cut and says so")
  func many() throws {
    let text = "[" + Array(repeating: "1", count: RecordText.mostLines + 1000).joined(separator: ",") + "]"
    #expect(try lines(text).last == "and more")
  }
}
