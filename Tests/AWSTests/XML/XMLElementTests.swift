import Testing

@testable import AWS

@Suite("Answers in XML")
struct XMLElementTests {
  @Test("Elements, their texts and their order, without prefixes, entities and CDATA decoded")
  func tree() throws {
    let text = """
      <?xml version="1.0"?><a:R xmlns:a="u"><E><Code>A&amp;B</Code><Code>2</Code></E><M><![CDATA[<x>]]></M></a:R>
      """
    let root = try #require(XMLElement(parsing: Array(text.utf8)))
    #expect(root.name == "R")
    #expect(root.children.map(\.name) == ["E", "M"])
    #expect(root["E"]?["Code"]?.text == "A&B")
    #expect(root.first("M")?.text == "<x>")
    #expect(root["Code"] == nil)
  }

  @Test(
    "What is no XML, or has a document type, is none",
    arguments: [
      "", "{}", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a/><b/>",
    ])
  func refused(text: String) {
    #expect(XMLElement(parsing: Array(text.utf8)) == nil)
  }

  @Test("Nesting is bounded", arguments: [(32, true), (33, false), (100_000, false)])
  func depth(count: Int, isRead: Bool) {
    let text = String(repeating: "<a>", count: count) + String(repeating: "</a>", count: count)
    #expect((XMLElement(parsing: Array(text.utf8)) != nil) == isRead)
  }
}
