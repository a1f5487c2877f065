import CloudTrail
import Testing

@testable import Pipeline
@testable import Query

@Suite struct IndexTemplateTests {
  private func at(_ path: String..., hasShards: Bool = true) throws -> String? {
    let json = IndexTemplate.json(prefix: "cwl-", hasShards: hasShards)
    return try JSONDocument(parsing: Array(json.utf8)).withView { root in
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

  @Test func `a collection of OpenSearch Serverless is told nothing of shards`() throws {
    #expect(try at("template", "settings", "index.number_of_shards") == "1")
    #expect(try at("template", "settings", hasShards: false) == nil)
  }

  @Test(arguments: [["account"], ["@owner"], ["eventID"], ["principal"], ["recipientAccountId"]])
  func `ids are whole texts, never numbers`(path: [String]) throws {
    #expect(
      try at("template", "mappings", "properties", path[0]) == #"{"type":"keyword","ignore_above":8191}"#)
  }

  @Test func `fields of an object are within it`() throws {
    let json = IndexTemplate.json(prefix: "cwl-", hasShards: true)
    let issuer = #""sessionContext":{"properties":{"sessionIssuer":{"properties":{"arn":{"type":"keyword""#
    #expect(json.contains(#""userIdentity":{"properties":{"type":{"type":"keyword""#))
    #expect(json.contains(issuer))
    #expect(json.contains(#""onBehalfOf":{"properties":{"userId":{"type":"keyword""#))
  }

  @Test
  func `what CloudTrail itself writes is indexed where the record has it, and nothing else of the record`() {
    let own = "@timestamp @message @id @owner @log_group @log_stream account principal session action"
      .split(separator: " ").map(String.init)
    #expect(IndexTemplate.fields.prefix(own.count).map(\.name) == own)
    let recorded = IndexTemplate.fields.dropFirst(own.count).map(\.name)
    #expect(Set(recorded) == PushedPlace.ownFields)
    #expect(recorded.count == PushedPlace.ownFields.count)
    let counted = CountedField.allCases.compactMap { $0.path?.joined(separator: ".") }
    #expect(Set(counted).isSubset(of: recorded))
  }
}
