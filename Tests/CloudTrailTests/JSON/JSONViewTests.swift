import Testing

@testable import CloudTrail

@Suite struct JSONViewTests {
  private func look<Result>(_ text: String, _ body: (JSONView) throws -> Result) throws -> Result {
    try JSONDocument(parsing: Array(text.utf8)).withView(body)
  }

  /// The source of a member's value.
  private func member(_ name: String, of text: String) throws -> String? {
    try look(text) { view in
      view.member(Array(name.utf8)).map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  @Test("a member is found whatever stands before it")
  func found() throws {
    let text = #"{ "a" : {"x":"}]\"{"} , "b" : [1,[2,"]"]] ,"c":-1.5e3,"d":true,"e":null,"f":"\\" }"#
    #expect(try member("a", of: text) == #"{"x":"}]\"{"}"#)
    #expect(try member("b", of: text) == #"[1,[2,"]"]]"#)
    #expect(try member("c", of: text) == "-1.5e3")
    #expect(try member("d", of: text) == "true")
    #expect(try member("e", of: text) == "null")
    #expect(try member("f", of: text) == #""\\""#)
  }

  @Test("a member that is not there is nil")
  func missing() throws { #expect(try member("z", of: #"{"a":{"z":1}}"#) == nil) }

  @Test("of members with one name the last counts")
  func duplicates() throws { #expect(try member("a", of: #"{"a":1,"b":2,"a":3}"#) == "3") }

  @Test("a name written with escapes is the name it reads as")
  func escapedKey() throws { #expect(try member("a\"b", of: #"{"\u0061\"b":1}"#) == "1") }

  @Test("a name in another normal form is another name")
  func normalForms() throws { #expect(try member("e\u{301}", of: "{\"\u{E9}\":1}") == nil) }

  @Test("the members of an array are none")
  func notObject() throws { #expect(try member("a", of: #"[{"a":1}]"#) == nil) }

  @Test(
    "an empty object has no members and an empty array no elements", arguments: ["{}", "{ }", "[]", "[ ]"])
  func empty(text: String) throws {
    let count = try look(text) { view in
      var count = 0
      view.forEachMember { _, _ in
        count += 1
        return true
      }
      view.forEachElement { _ in
        count += 1
        return true
      }
      return count
    }
    #expect(count == 0)
  }

  @Test("elements come in order until the caller has enough")
  func elements() throws {
    let taken = try look(#"[1, "two", {"three":[]}, [4], 5]"#) { view in
      var taken: [String] = []
      view.forEachElement { element in
        element.withUTF8 { taken.append(String(decoding: $0, as: UTF8.self)) }
        return taken.count < 4
      }
      return taken
    }
    #expect(taken == ["1", "two", #"{"three":[]}"#, "[4]"])
  }

  @Test(
    "a value's kind is told by its first byte",
    arguments: [
      ("{}", .object), ("[]", .array), (#""x""#, .string), ("-1", .number), ("0", .number), ("true", .bool),
      ("false", .bool),
      ("null", .null),
    ] as [(String, JSONView.Kind)])
  func kinds(value: String, kind: JSONView.Kind) throws {
    #expect(try look(#"{"a":\#(value)}"#) { $0.member("a")?.kind } == kind)
  }

  @Test(
    "only booleans are booleans",
    arguments: [("true", true), ("false", false), (#""true""#, nil), ("1", nil)] as [(String, Bool?)])
  func booleans(value: String, bool: Bool?) throws {
    #expect(try look(#"{"a":\#(value)}"#) { $0.member("a")?.bool } == bool)
  }

  @Test("a string of any length ends at its own quote, wherever its escapes and letters lie")
  func strings() throws {
    for length in 0..<40 {
      for place in 0...length {
        let head = String(repeating: "x", count: place)
        let tail = String(repeating: "y", count: length - place)
        for (written, reads) in [("", ""), (#"\""#, "\""), (#"\\"#, "\\"), ("é", "é"), (#"\u00e9"#, "é")] {
          let text = try look(#"{"a":"\#(head)\#(written)\#(tail)","b":1}"#) { $0.member("a")?.text?.string }
          #expect(text == head + reads + tail)
        }
      }
    }
  }
}
