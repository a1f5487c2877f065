import Testing

@testable import CloudTrail

/// What stands in a text beside records, and what a broken text still gives (COUNTING 1, 2, 7 and 8).
@Suite struct EventReaderTests {
  // MARK: Junk (COUNTING 1)

  @Test(
    "an empty text has neither records nor rejects",
    arguments: ["", " \n\t\r\n", "\u{FEFF}", "\u{FEFF} \u{FEFF}\n"])
  func empty(text: String) { #expect(read(text) == Seen()) }

  @Test(
    "a text in which no value begins is one reject in all",
    arguments: ["x", "a\nb\nc\n", "42", "null\ntrue\n", "]\n}\n"])
  func junkOnly(text: String) { #expect(read(text) == Seen(rejected: 1)) }

  @Test("each line of junk beside a value is one reject")
  func junkLines() throws {
    let seen = try #require(
      read("hello\n\(record("1"))\nworld {}\n\(record("2"))"))
    #expect(seen.ids == ["1", "2"])
    #expect(seen.rejected == 2)
    #expect(!seen.isPartial)
  }

  @Test("the rest of a line of junk is lost, a record on it too")
  func junkBehindValue() throws {
    let seen = try #require(read("\(record("1")) # \(record("2"))\n\(record("3"))"))
    #expect(seen.ids == ["1", "3"])
    #expect(seen.rejected == 1)
  }

  @Test("values may follow one another without anything between")
  func concatenated() throws {
    #expect(
      try #require(read(record("1") + record("2") + "[\(record("3"))]" + record("4"))).ids == [
        "1", "2", "3", "4",
      ])
  }

  @Test("a byte order mark before any value is skipped")
  func byteOrderMarks() throws {
    let seen = try #require(read("\u{FEFF}\(record("1"))\n\u{FEFF}\(record("2")) \u{FEFF} [\(record("3"))]"))
    #expect(seen.ids == ["1", "2", "3"])
    #expect(seen.rejected == 0)
  }

  @Test("half a byte order mark is junk")
  func halfByteOrderMark() { #expect(read([0xEF, 0xBB] + Array(record("1").utf8)) == Seen(rejected: 1)) }

  // MARK: Broken values (COUNTING 2)

  @Test(
    "an element that is not JSON but balances is one reject, and its neighbours are read",
    arguments: [
      #"{"a":NaN}"#, #"{"a":01}"#, "{\"a\":\"raw\nline\"}", #"{"a":"\x"}"#, "{a:1}", #"{"a":1,}"#,
      #"{"a" 1}"#, #"{"a":[1 2]}"#,
      ##"x"a":{"b":1}$"c""##, "NaN", "tru", #"{"a":'x'}"#, "{\"a\":\u{1}}", #"{"a":"]}\"{[","b":Infinity}"#,
      "",
    ])
  func balanced(broken: String) throws {
    let seen = try #require(read(#"{"Records":[\#(record("1")),\#(broken),\#(record("2"))]}"#))
    #expect(seen.ids == ["1", "2"])
    #expect(seen.rejected == 1)
    #expect(!seen.isPartial)
  }

  @Test(
    "an element that does not balance breaks the list: one reject, a partial source, and on at the next line",
    arguments: ["\"a\u{1}\":{\"b\":1}", #"{"a":1]"#, #"{"a":{"b":1}"#, #"{"a":"b}"#, #"{"a":(]"#])
  func unbalanced(broken: String) throws {
    let seen = try #require(read("{\"Records\":[\(record("1")),\(broken)\n\(record("2"))\n"))
    #expect(seen.ids == ["1", "2"])
    #expect(seen.rejected == 1)
    #expect(seen.isPartial)
  }

  @Test("a list that is cut off keeps what was complete", arguments: ["", ",", #",{"eventTime":"2026"#, " "])
  func cut(end: String) throws {
    let seen = try #require(read(#"{"Records":[\#(record("1"))\#(end)"#))
    #expect(seen.ids == ["1"])
    #expect(seen.rejected == 1)
    #expect(seen.isPartial)
  }

  @Test("elements without a comma between them break the list, and the line of the second is read")
  func missingComma() throws {
    let seen = try #require(read("[\(record("1"))\n\(record("2"))]\n\(record("3"))"))
    #expect(seen.ids == ["1", "2", "3"])
    // The break, and the bracket that nothing opened.
    #expect(seen.rejected == 2)
    #expect(seen.isPartial)
  }

  @Test("a broken value outside any list is one reject and leaves the source whole")
  func brokenOutside() throws {
    let seen = try #require(
      read("{\"a\":NaN} \(record("1"))\n\(record("2"))\n{\"eventTime\":\n\(record("3"))\n\(record("4"))\n"))
    // The value of eventTime is record 3; the brace that is missing is noticed behind it.
    #expect(seen.ids == ["2", "4"])
    #expect(seen.rejected == 2)
    #expect(!seen.isPartial)
  }

  @Test("reading resumes only at a line whose first byte opens a value")
  func resumption() throws {
    let seen = try #require(
      read("{\"a\":NaN}\n  \(record("1"))\nx\(record("2"))\n\"{\"\n\u{FEFF}\(record("3"))"))
    #expect(seen.ids == ["3"])
    #expect(seen.rejected == 1)
  }

  @Test("a list inside a broken object keeps what it gave")
  func listInBrokenObject() throws {
    let seen = try #require(read("{\"Records\":[\(record("1"))],\"x\":NaN}\n\(record("2"))"))
    #expect(seen.ids == ["1", "2"])
    #expect(seen.rejected == 1)
    #expect(!seen.isPartial)
  }

  // MARK: Bounds (COUNTING 7)

  private func nested(_ levels: Int) -> String {
    let inside = levels - 1
    return record(
      "deep", "\"x\":" + String(repeating: "[", count: inside) + String(repeating: "]", count: inside))
  }

  @Test("a record of 512 levels is read")
  func deep() throws { #expect(try #require(read("[\(nested(512))]")).ids == ["deep"]) }

  @Test("a record of 513 levels is one reject and its neighbours are read", arguments: [513, 20_000])
  func tooDeep(levels: Int) throws {
    let seen = try #require(
      read("[\(record("1")),\(nested(levels)),\(record("2"))]\n\(nested(levels))\n\(record("3"))"))
    #expect(seen.ids == ["1", "2", "3"])
    #expect(seen.rejected == 2)
    #expect(!seen.isPartial)
  }

  @Test("the levels of a record are its own, not its envelope's")
  func deepEnvelope() throws {
    let seen = try #require(read(#"{"detail":\#(nested(512))}"#))
    #expect(seen.ids == ["deep"])
    #expect(try #require(read(#"{"detail":\#(nested(513))}"#)) == Seen(rejected: 1))
  }

  @Test(
    "hostile nesting that never closes is one reject",
    arguments: ["[", "{\"a\":", "{\"Records\":[", "{\"detail\":", "{\"hits\":{\"hits\":["])
  func neverCloses(opening: String) throws {
    let text = Array(String(repeating: opening, count: 50_000).utf8)
    #expect(seen(MemorySource(text)).rejected == 1)
  }

  @Test("a record of 16 MiB is read, one byte more is one reject, and the neighbours of both are read")
  func long() {
    let plain = record("long", #""x":"""#)
    func padded(to length: Int) -> String {
      record("long", #""x":"\#(String(repeating: "x", count: length - plain.utf8.count))""#)
    }
    for (length, ids, rejected) in [(16 << 20, ["1", "long", "2"], 0), (16 << 20 + 1, ["1", "2"], 1)]
      as [(Int, [String], Int)]
    {
      let text = "\(record("1"))\n\(padded(to: length))\n\(record("2"))"
      let seen = seen(MemorySource(Array(text.utf8)))
      #expect(seen.ids == ids)
      #expect(seen.rejected == rejected)
    }
  }

  @Test("a list behind a member that is longer than a record may be is read")
  func longMember() {
    let filler = String(repeating: "x", count: 18 << 20)
    let seen = seen(
      MemorySource(Array(#"{"messageType":"DATA","a":"\#(filler)","b":2,"Records":[\#(record("1"))]}"#.utf8)))
    #expect(seen.ids == ["1"])
    #expect(seen.rejected == 0)
  }

  @Test("a record's place is where its bytes stand in the text")
  func places() throws {
    let text = "\u{FEFF}{\"Records\":[\(record("1")) , \(record("2"))]}\n\(record("3"))"
    let bytes = Array(text.utf8)
    for event in try #require(read(text)).events {
      let start = try #require(event.position)
      #expect(
        String(decoding: bytes[start...].prefix(event.record.utf8.count), as: UTF8.self) == event.record)
    }
  }

  @Test("reading in parts that begin at lines gives what reading the whole gives")
  func parts() {
    let bytes = Array((0..<50).map { record("\($0)") + "\n" }.joined().utf8)
    var ids: [String] = []
    var reader = EventReader(MemorySource(bytes)) { ids.append($0.eventID?.string ?? "-") }
    var place = 0
    while place < bytes.count { place = reader.read(until: place + 1) }
    reader.finish()
    #expect(ids == (0..<50).map(String.init))
  }

  @Test("what was looked through in vain is not looked through again for ever")
  func neverEndingElements() {
    let text = String(repeating: "[{x\n", count: 20_000) + record("1") + "\n[{x},\(record("2"))]"
    var ids: [String] = []
    var reader = EventReader(MemorySource(Array(text.utf8))) { ids.append($0.eventID?.string ?? "-") }
    reader.scanner.lookAheadLeft = 1 << 16
    _ = reader.read()
    #expect(reader.log.rejected == 20_001)
    #expect(ids == ["1", "2"])
    reader.finish()
  }

  @Test("a list that breaks off far before the end of a long text is gone on from at the next line")
  func earlyBreak() {
    let filler = record("long", #""x":"\#(String(repeating: "x", count: 9 << 20))""#)
    let text = "[{\"a\":{\n\(record("1"))\n\(filler)\n\(filler)\n\(record("2"))"
    let seen = seen(MemorySource(Array(text.utf8)))
    #expect(seen.ids == ["1", "long", "long", "2"])
  }
}
