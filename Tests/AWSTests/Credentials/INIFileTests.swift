import Testing

@testable import AWS

@Suite("The AWS CLI's files are read as Python's configparser reads them")
struct INIFileTests {
  private func read(_ text: String) throws -> [String: INISection] {
    let file = try INIFile(text, file: "config")
    return Dictionary(uniqueKeysWithValues: file.sections.map { ($0.name, $0) })
  }

  @Test("Either mark ends a name, names are lower case, and blanks around both sides go")
  func marks() throws {
    let settings = try read("[a]\nRegion = eu-west-1\noutput:json\nurl = https://x:1/?a=b\n")["a"]?.settings
    #expect(settings?["region"]?.text == "eu-west-1")
    #expect(settings?["output"]?.text == "json")
    #expect(settings?["url"]?.text == "https://x:1/?a=b")
  }

  @Test("Comments stand on lines of their own; behind a value they belong to it")
  func comments() throws {
    let settings = try read("# one\n[a]\n; two\nx = 1 # three\n  # four\n")["a"]?.settings
    #expect(settings?.mapValues(\.text) == ["x": "1 # three"])
  }

  @Test("A deeper indented line continues the value, over empty lines too")
  func continuation() throws {
    let settings = try read("[a]\nx = 1\n  2\n\n  3\ny = 4\n")["a"]?.settings
    #expect(settings?["x"]?.text == "1\n2\n\n3")
    #expect(settings?["y"]?.text == "4")
  }

  @Test("An indented block below an empty value is a section of its own")
  func nested() throws {
    let settings = try read("[a]\ns3 =\n  max_queue = 10\n  addressing_style=path\nregion = r\n")["a"]?
      .settings
    #expect(settings?["s3"]?.value == .nested(["max_queue": "10", "addressing_style": "path"]))
    #expect(settings?["region"]?.text == "r")
  }

  @Test("[DEFAULT] lends its settings to every section")
  func defaults() throws {
    let sections = try read("[DEFAULT]\nregion = d\n[a]\nregion = own\n[b]\n")
    #expect(sections["a"]?.settings["region"]?.text == "own")
    #expect(sections["b"]?.settings["region"]?.text == "d")
    #expect(sections["DEFAULT"] == nil)
  }

  @Test("Every line ending ends a line")
  func lineEndings() throws {
    #expect(try read("[a]\r\nx = 1\r\n[b]\ry = 2\r").count == 2)
  }

  @Test(
    "A mistake is told with its line",
    arguments: [
      ("x = 1\n", 1, "before the first [section]"),
      ("[a]\nx = 1\nnothing\n", 3, "neither a [section] nor name = value"),
      ("[a]\nx = 1\nX = 2\n", 3, "x is set a second time in [a], first in line 2"),
      ("[a]\n[b]\n[a]\n", 3, "[a] begins a second time, first in line 1"),
      ("[a]\ns3 =\n  nothing\n", 2, "the block below \"s3 =\""),
    ])
  func mistakes(text: String, line: Int, words: String) {
    let error = #expect(throws: CredentialsError.self) { try INIFile(text, file: "config") }
    #expect(error?.description.hasPrefix("config:\(line): ") == true)
    #expect(error?.description.contains(words) == true)
  }
}

@Suite("Words are split as shlex splits them")
struct ShellWordsTests {
  @Test(
    "Quotes, escapes and blanks",
    arguments: [
      ("a b  c", ["a", "b", "c"]), ("'a b' c", ["a b", "c"]), (#""a \"b\" \x" c"#, [#"a "b" \x"#, "c"]),
      (#"a\ b"#, ["a b"]), (#"'a\'"#, [#"a\"#]), (#"x"y"'z'"#, ["xyz"]), (#"a "" b"#, ["a", "", "b"]),
      ("", []),
      ("$(id) `id` ; | $HOME", ["$(id)", "`id`", ";", "|", "$HOME"]),
    ])
  func words(line: String, words: [String]) {
    #expect(ShellWords.split(line) == words)
  }

  @Test("What is not closed is refused", arguments: ["'a", "\"a", "a\\"])
  func open(line: String) {
    #expect(ShellWords.split(line) == nil)
  }
}
