import CloudTrail
import Testing

@testable import Pipeline

@Suite struct IndexTemplateTests {
  private func at(_ path: String...) throws -> String? {
    try JSONDocument(parsing: Array(IndexTemplate.json.utf8)).withView { root in
      var view: JSONView? = root
      for key in path { view = view?.member(Array(key.utf8)) }
      return view.map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  @Test func `it is for the indices that the forwarder writes`() throws {
    #expect(try at("index_patterns") == #"["cwl-*"]"#)
  }

  @Test func `what is not named is not indexed, so that no record makes fields`() throws {
    #expect(try at("template", "mappings", "dynamic") == "false")
  }

  @Test(arguments: ["account", "@owner", "eventID", "principal"])
  func `ids are whole texts, never numbers`(field: String) throws {
    #expect(
      try at("template", "mappings", "properties", field) == #"{ "type": "keyword", "ignore_above": 8191 }"#)
  }

  @Test func `every field of a document is named`() {
    let own =
      "@timestamp @message @id @owner @log_group @log_stream account principal principalType session action eventName "
      + "eventSource region sourceIP userAgent errorCode readOnly eventID"
    let named = IndexTemplate.fields.filter { if case .alias = $0.type { false } else { true } }
    #expect(named.map(\.name) == own.split(separator: " ").map(String.init))
  }
}
