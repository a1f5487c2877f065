import Testing

@testable import YAML

@Suite("Writing YAML")
struct YAMLValueTests {
  @Test("mappings and lists are blocks, empty ones stand in their line")
  func blocks() {
    let value = YAMLValue.mapping([
      YAMLValue.Entry(
        "a",
        .list([.text("x"), .mapping([YAMLValue.Entry("b", .number(1)), YAMLValue.Entry("c", .truth(true))])])),
      YAMLValue.Entry("d", .mapping([])), YAMLValue.Entry("e", .list([])),
    ])
    #expect(value.lines == ["a:", "  - x", "  - b: 1", "    c: true", "d: {}", "e: []"])
  }

  @Test(
    "a text reads back as the same text, and as a text",
    arguments: [
      "plain", "", "true", "No", "null", "~", "5", "0x1F", "a: b", "- a", "#x", "a\nb", "\"q\" \\",
      "\u{1B}[31m", "\u{202E}x",
      "é長", " a ", "@a", "*a", "&a", "{a}", "1e3", "-",
    ])
  func texts(text: String) throws {
    let lines = YAMLValue.mapping([YAMLValue.Entry(text.isEmpty ? "k" : text, .text(text))]).lines
    #expect(lines.count == 1)
    let read = try #require(try YAMLNode.document(lines[0]).mapping?.first)
    #expect(read.key == (text.isEmpty ? "k" : text))
    #expect(read.value.scalar?.text == text)
    #expect(read.value.scalar?.isNull == false)
  }

  @Test("nothing that moves a cursor or turns the direction is written")
  func harmless() {
    let line = YAMLValue.text("\u{1B}[2J\u{202E}\u{9B}\u{2028}").lines[0]
    #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
  }
}
