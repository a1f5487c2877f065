import Testing
import YAML

@Suite("Reading YAML") struct YAMLTests {
  @Test("a mapping keeps its keys in order, with their places")
  func mapping() throws {
    let node = try YAMLNode.document("b: 1\na:\n  - x\n  - \"y\"\n")
    let entries = try #require(node.mapping)
    #expect(entries.map(\.key) == ["b", "a"])
    #expect(entries.map(\.line) == [1, 2])
    let second = try #require(node["a"]?.sequence?.last)
    #expect(second.text == "y")
    #expect(second.line == 4)
    #expect(second.column == 5)
  }

  @Test("plain and quoted scalars are told apart")
  func quoting() throws {
    let scalars = try #require(try YAMLNode.document("[null, 'null', ~, \"\", 5]").sequence).compactMap(
      \.scalar)
    #expect(scalars.map(\.isPlain) == [true, false, true, false, true])
    #expect(scalars.map(\.isNull) == [true, false, true, false, false])
  }

  @Test("a block scalar is a text")
  func block() throws {
    let node = try YAMLNode.document("a: |\n  one\n  two\n")
    #expect(node["a"]?.text == "one\ntwo\n")
    #expect(node["a"]?.scalar?.isPlain == false)
  }

  @Test("an alias stands for its anchor's value")
  func alias() throws {
    let node = try YAMLNode.document("a: &x [1, 2]\nb: *x\n")
    #expect(node["b"]?.sequence?.map(\.text) == ["1", "2"])
  }

  @Test("several documents come one by one")
  func documents() throws {
    #expect(try YAMLNode.documents("a: 1\n---\nb: 2\n").count == 2)
    #expect(try YAMLNode.documents("# nothing\n").isEmpty)
  }

  @Test("canonically equal keys of different bytes are two keys")
  func keysByBytes() throws {
    let node = try YAMLNode.document("\"\\u00e9\": 1\n\"e\\u0301\": 2\n")
    #expect(node["\u{E9}"]?.text == "1")
    #expect(node["e\u{301}"]?.text == "2")
  }

  @Test(
    "what cannot be read says where",
    arguments: [
      ("a: 1\na: 2\n", 2, "twice"), ("a: [1\n", 2, ""), ("a: *x\n", 1, "anchor"), ("[a]: 1\n", 1, "key"),
      ("a: 1\n---\nb: 2\n", 3, "second document"), ("", 1, "nothing"), ("a: \u{7}\n", 1, ""),
      ("a: &x [*x]\n", 1, "anchor"),
    ])
  func errors(text: String, line: Int, word: String) throws {
    let error = try #require(throws: YAMLError.self) { try YAMLNode.document(text) }
    #expect(error.line == line)
    #expect(error.message.contains(word))
  }

  @Test("nesting beyond the limit is refused, not crashed on")
  func depth() throws {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: YAMLError.self) { try YAMLNode.document(text) }
    let closed = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    let error = try #require(throws: YAMLError.self) { try YAMLNode.document(closed) }
    #expect(error.message.contains("64 levels"))
  }

  @Test("nesting through aliases is bounded too")
  func aliasDepth() throws {
    let wrap = String(repeating: "[", count: 40)
    let close = String(repeating: "]", count: 40)
    let error = try #require(throws: YAMLError.self) {
      try YAMLNode.document("a: &a \(wrap)x\(close)\nb: \(wrap)*a\(close)\n")
    }
    #expect(error.line == 2)
    #expect(error.message.contains("64 levels"))
  }

  @Test("aliases that multiply are refused")
  func aliasBomb() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let error = try #require(throws: YAMLError.self) { try YAMLNode.document(text) }
    #expect(error.message.contains("aliases"))
  }
}
